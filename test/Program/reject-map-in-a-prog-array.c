// SPDX-License-Identifier: Apache-2.0
// The kernel takes programs there.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: .maps: error: map 'jumps' takes programs, 'jumps' is none
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

extern char self __asm__("jumps");

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 2);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {(void *)&self}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 1);
    return 1;
}
