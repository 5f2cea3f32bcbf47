// SPDX-License-Identifier: Apache-2.0
// With -prog, the contents of the maps that it uses belong to it.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -prog prog -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -prog prog -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: map jumps: prog_array
// CHECK-NEXT: 0: two
// CHECK: program prog:
// CHECK: program two:
// CHECK-NOT: plain
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

SEC("xdp") int plain(void *ctx) {
    return 0;
}

SEC("xdp") int two(void *ctx) {
    return 2;
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 2);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {(void *)&two}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 1);
    return 1;
}
