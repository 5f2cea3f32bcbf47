// SPDX-License-Identifier: Apache-2.0
// max_entries is what counts.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: .maps: error: value 2 of map 'jumps', which has 2
#include "maps.h"

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

SEC("xdp") int two(void *ctx) {
    return 2;
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 2);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {[2] = (void *)&two}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 1);
    return 1;
}
