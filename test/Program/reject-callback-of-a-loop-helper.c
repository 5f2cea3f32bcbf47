// SPDX-License-Identifier: Apache-2.0
// The address of a function needs a uniform entry that this version does not make.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: callbacks and other function pointers ('.text' in section .text): not supported by this version
#include "maps.h"

static long (*loop)(unsigned n, void *callback, void *data, unsigned long flags) = (void *)181;

static long body(unsigned i, void *data) {
    return 0;
}

SEC("xdp") int prog(void *ctx) {
    return loop(4, body, 0, 0);
}
