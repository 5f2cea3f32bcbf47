// SPDX-License-Identifier: Apache-2.0
// Sizes are products of numbers from the object.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'counts' is too large: 2147483647 entries of 2147483647 bytes
#include "maps.h"

struct {
    NUMBER(type, HASH);
    NUMBER(key_size, 4);
    NUMBER(value_size, 2147483647);
    NUMBER(max_entries, 2147483647);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
