// SPDX-License-Identifier: Apache-2.0
// The kernel refuses maps of nothing.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'counts' has a value of 0 bytes
#include "maps.h"

struct {
    NUMBER(type, HASH);
    TYPE(key, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
