// SPDX-License-Identifier: Apache-2.0
// Array indices are 32-bit; the kernel refuses others at map creation.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'counts' has keys of 8 bytes, type array takes 4
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, long long);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
