// SPDX-License-Identifier: Apache-2.0
// libbpf gives an unknown weak .ksyms variable the address 0.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: r{{[0-9]}} = 0x0 ll
// CHECK-NEXT: {{[0-9]+}}: goto
#include "maps.h"

extern const int absent __attribute__((section(".ksyms"), weak));

SEC("xdp") int prog(int *ctx) {
    return &absent ? absent : 1;
}
