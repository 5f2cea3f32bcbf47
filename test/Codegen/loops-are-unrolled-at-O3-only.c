// SPDX-License-Identifier: Apache-2.0
// The compiler of the BPF object has decided about unrolling: a loop that it left stays one.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -fno-unroll-loops -c %s -o %t.o
// RUN: bpf-aot -target mipsel -prog-type raw -emit-llvm %t.o -o - | FileCheck %s --check-prefix=LOOP
// RUN: bpf-aot -target mipsel -prog-type raw -O3 -emit-llvm %t.o -o - | FileCheck %s --check-prefix=FLAT
unsigned sum(unsigned *words) {
    unsigned sum = 0;
#pragma clang loop unroll(disable)
    for (int i = 0; i < 4; i++) {
        sum = sum * 31 + words[i];
    }
    return sum;
}
// LOOP-LABEL: define {{.*}}i64 @sum
// LOOP-COUNT-1: load i32
// LOOP-NOT: load i32
// LOOP: br i1
// FLAT-LABEL: define {{.*}}i64 @sum
// FLAT-COUNT-4: load i32
// FLAT-NOT: br i1
