// SPDX-License-Identifier: Apache-2.0
// Their address is NULL, and what an if asks for first is dead code.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: r{{[0-9]}} = 0x0 ll
// CHECK-NEXT: {{[0-9]+}}: goto
// CHECK-NOT: call
#include "maps.h"

extern int absent(int) __attribute__((section(".ksyms"), weak));

SEC("xdp") int prog(int *ctx) {
    if (absent) {
        return absent(ctx[0]);
    }
    return 1;
}
