// SPDX-License-Identifier: Apache-2.0
// (pointer, 32-bit integer) is no raw program.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: mine: error: program 'sum' has no type

__attribute__((section("mine"))) int sum(void *memory, int size) {
    return size;
}
