// SPDX-License-Identifier: Apache-2.0
// The host may fill or read a map that no program uses.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK: map counts: array
// CHECK: program prog
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    return 2;
}
