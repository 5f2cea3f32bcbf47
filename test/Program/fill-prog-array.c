// SPDX-License-Identifier: Apache-2.0
// Static contents are relocations behind the definition, by index.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: map jumps: prog_array, key 4, value 4, max_entries 4
// CHECK-NEXT: 1: two
// CHECK-NEXT: 3: three
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

SEC("xdp") int two(void *ctx) {
    return 2;
}

SEC("xdp/three") int three(void *ctx) {
    return 3;
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {[3] = (void *)&three, [1] = (void *)&two}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 1);
    return 1;
}
