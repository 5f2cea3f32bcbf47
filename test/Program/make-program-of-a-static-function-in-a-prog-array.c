// SPDX-License-Identifier: Apache-2.0
// It takes its section's type. Programs come first in the list of functions.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK-LABEL: map jumps:
// CHECK-NEXT: 0: two
// CHECK-LABEL: program prog:
// CHECK-LABEL: program two: section "xdp/two", type XDP
// CHECK-LABEL: static helper:
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

__attribute__((noinline)) static int helper(int *x) {
    return *x + x[1];
}

__attribute__((section("xdp/two"))) static int two(void *ctx) {
    return 2;
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 1);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {(void *)&two}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 1);
    return helper(ctx);
}
