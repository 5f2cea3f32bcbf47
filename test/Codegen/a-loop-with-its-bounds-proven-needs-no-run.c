// SPDX-License-Identifier: Apache-2.0
// An insertion sort on the stack, whose index clang checks in one register and computes again in
// another, beside a counter that goes down from 0: no access is guarded, the frame starts as it is,
// and the program is one function.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -c %S/../Benchmark/programs/sort.c -o %t.o
// RUN: bpf-aot -target x86-64 %t.o -remarks -S -o - 2>&1 | FileCheck %s
// CHECK: 0 accesses guarded
// CHECK-NOT: memset
// CHECK-NOT: prog.body
// CHECK: prog:
