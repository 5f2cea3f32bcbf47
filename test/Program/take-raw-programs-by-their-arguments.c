// SPDX-License-Identifier: Apache-2.0
// (pointer, 64-bit integer) is what a raw program takes, whatever the section is called.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: program sum: section "mine", type raw

typedef unsigned long long u64;

__attribute__((section("mine"))) u64 sum(const void *memory, u64 size) {
    return size;
}
