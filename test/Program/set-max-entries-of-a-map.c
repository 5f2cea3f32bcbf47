// SPDX-License-Identifier: Apache-2.0
// -map-max stands for what a loader would set.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -map-max counts=99 -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK: map counts: array, key 4, value 8, max_entries 99
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
