// SPDX-License-Identifier: Apache-2.0
// clang -mcpu=v4 makes a table of distances in .jumptables; they become insns of the function.
// RUN: %clang -target bpfel -g -O2 -mcpu=v4 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -mcpu=v4 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: data .jumptables: 192 bytes, align 8, read-only
// CHECK: ; .jumptables+0
// CHECK: gotox r{{[0-9]}} ; to [[#]] [[#]]
#include "maps.h"

#define CASE(n)                                                                                    \
    case n:                                                                                        \
        return ctx[n * 7 % 24 + 1] * n + (n ^ 5);
#define FOUR(n) CASE(n) CASE(n + 1) CASE(n + 2) CASE(n + 3)

SEC("xdp") int prog(int *ctx) {
    switch (ctx[0]) { FOUR(0) FOUR(4) FOUR(8) FOUR(12) FOUR(16) FOUR(20) }
    return 7;
}
