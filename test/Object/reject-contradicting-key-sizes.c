// SPDX-License-Identifier: Apache-2.0
// Two sizes for one thing: one of them is a mistake.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=object %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: .maps: error: map 'counts': key_size is 8, was 4 before
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    NUMBER(key_size, 8);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
