// SPDX-License-Identifier: Apache-2.0
// Only what is translated must be understood.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -prog=other -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK: program other
#include "maps.h"

struct task {
    int pid;
} __attribute__((preserve_access_index));

SEC("xdp") int prog(struct task *ctx) {
    return ctx->pid;
}

SEC("xdp") int other(void *ctx) {
    return 2;
}
