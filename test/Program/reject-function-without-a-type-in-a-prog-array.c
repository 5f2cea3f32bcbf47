// SPDX-License-Identifier: Apache-2.0
// A function in .text is no program.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: .text: error: program 'two' has no type: the section name is unknown; name one with -prog-type
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

static int two(void *ctx) {
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
    return 1;
}
