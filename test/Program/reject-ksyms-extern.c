// SPDX-License-Identifier: Apache-2.0
// A kernel function has no counterpart here.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: error: extern 'bpf_xdp_ct_lookup' in .ksyms is not supported by this version
#include "maps.h"

extern int bpf_xdp_ct_lookup(void *) __attribute__((section(".ksyms")));

SEC("xdp") int prog(void *ctx) {
    return bpf_xdp_ct_lookup(ctx);
}
