// SPDX-License-Identifier: Apache-2.0
// BTF.ext knows the line of an insn, in either byte order.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: xdp+{{[0-9]+}}: error: helper 9999 has no row in helpers.def
// CHECK-NEXT: name-the-source-line-in-a-message.c:[[@LINE+6]]
#include "maps.h"

static int (*unknown)(void *) = (void *)9999;

SEC("xdp") int prog(void *ctx) {
    return unknown(ctx);
}
