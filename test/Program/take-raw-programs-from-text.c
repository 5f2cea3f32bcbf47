// SPDX-License-Identifier: Apache-2.0
// Where all code is in .text, the arguments tell programs from other functions.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK: program sum: section ".text", type raw
// CHECK-NOT: program
// CHECK: global twice

__attribute__((noinline)) unsigned long twice(unsigned long x) {
    asm volatile("" : "+r"(x));
    return 2 * x;
}

int unused(int x) {
    return x;
}

unsigned long sum(void *memory, unsigned long size) {
    return twice(size);
}
