// SPDX-License-Identifier: Apache-2.0
// A field offset that waits for the kernel's BTF is not known.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: xdp+{{[0-9]+}}: error: CO-RE relocations are not supported by this version
#include "maps.h"

struct task {
    int pid;
} __attribute__((preserve_access_index));

SEC("xdp") int prog(struct task *ctx) {
    return ctx->pid;
}
