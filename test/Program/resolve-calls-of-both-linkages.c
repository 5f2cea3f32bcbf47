// SPDX-License-Identifier: Apache-2.0
// Calls of static functions go through .text, those of global ones by name.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -prog=prog -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -prog=prog -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: program prog
// CHECK: ; function shared
// CHECK: ; function hidden
// CHECK: global shared
// CHECK: static hidden
#include "maps.h"

__attribute__((noinline)) int shared(int x) {
    asm volatile("" : "+r"(x));
    return x + 1;
}

static __attribute__((noinline)) int first(int x) {
    asm volatile("" : "+r"(x));
    return x + 2;
}

static __attribute__((noinline)) int hidden(int x) {
    asm volatile("" : "+r"(x));
    return x + 3;
}

/* Keeps first in front of hidden: the distance in imm is not that of the section's start. */
SEC("xdp") int other(void *ctx) {
    return first(1);
}

SEC("xdp") int prog(void *ctx) {
    return shared(1) + hidden(2);
}
