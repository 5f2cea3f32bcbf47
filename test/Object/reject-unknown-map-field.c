// SPDX-License-Identifier: Apache-2.0
// A field that is not understood must not be ignored.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=object %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: .maps: error: map 'counts': unknown field 'max_entry'
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entry, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
