// SPDX-License-Identifier: Apache-2.0
// The other byte order has paths of its own in libelf, libbpf and our BTF.ext reader.
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.o
// RUN: %python %src_dir/test/Fuzz/mutate.py -seed 1 -count 200 %t.o -- bpf-aot -target mips -stop-after=program
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

int limit = 7;

static __attribute__((noinline)) int over(int x) {
    return x > limit;
}

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    long long *count = lookup(&counts, &key);
    return count ? over((int)*count) : 2;
}
