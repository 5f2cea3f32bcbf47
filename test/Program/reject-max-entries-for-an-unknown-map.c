// SPDX-License-Identifier: Apache-2.0
// A misspelt name must not leave the map as it was.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -map-max count=99 -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: -map-max names 'count', the object has no such map
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
