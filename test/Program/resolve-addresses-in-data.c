// SPDX-License-Identifier: Apache-2.0
// Tables of functions and pointers to variables are relocations in data.
// RUN: %clang -target bpfel -g -O2 -mcpu=v3 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -mcpu=v3 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: data .rodata: 16 bytes, align 8, read-only
// CHECK-NEXT: 0: first
// CHECK-NEXT: 8: second
// CHECK: data .data: 16 bytes
// CHECK-NEXT: 0: .bss+0
// CHECK-NEXT: 8: .data+0
// CHECK: callx r{{[0-9]}}
// CHECK: static first: section ".text", address taken
// CHECK: static second: section ".text", address taken
#include "maps.h"

static long first(long x) {
    return x * 2;
}

static long second(long x) {
    return x * 3;
}

static long (*const table[])(long) = {first, second};
static long zero;
long *volatile pointers[2] = {&zero, (long *)&pointers[0]};

SEC("xdp") int prog(int *ctx) {
    return table[ctx[0] & 1](*pointers[0]);
}
