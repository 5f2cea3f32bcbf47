// SPDX-License-Identifier: Apache-2.0
// The kernel refuses map_extra where the type has no use for it.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'counts' has map_extra 3, which type array does not know
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
    NUMBER(map_extra, 3);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
