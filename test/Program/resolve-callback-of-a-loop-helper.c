// SPDX-License-Identifier: Apache-2.0
// clang takes the address of a static function as a place in .text.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: ; address of function body
// CHECK: call 181 ; helper loop
// CHECK: static body: section ".text", address taken
#include "maps.h"

static long (*loop)(unsigned n, void *callback, void *data, unsigned long flags) = (void *)181;

static long body(unsigned i, void *data) {
    return 0;
}

SEC("xdp") int prog(void *ctx) {
    return loop(4, body, 0, 0);
}
