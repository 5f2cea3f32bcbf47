// SPDX-License-Identifier: Apache-2.0
// Both byte orders read alike.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=object -stop-after=object %t.bpfeb.o | FileCheck %s
// CHECK: section {{[0-9]+}} xdp: code, {{[0-9]+}} bytes, align 8
// CHECK-NEXT: reloc at {{[0-9]+}}: type 1 against value
// CHECK: section {{[0-9]+}} .data: data, 4 bytes
// CHECK: symbol prog: global function, xdp+0
// CHECK: symbol value: global object, .data+0, 4 bytes
// CHECK: btf.ext: 1 functions, {{[1-9][0-9]*}} lines, 0 core relocations
#include "maps.h"

int value = 1;

SEC("xdp") int prog(void *ctx) {
    return value;
}
