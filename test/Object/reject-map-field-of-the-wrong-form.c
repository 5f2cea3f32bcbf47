// SPDX-License-Identifier: Apache-2.0
// A number is an array behind a pointer, nothing else.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=object %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: .maps: error: map 'counts': malformed definition of max_entries
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    int max_entries;
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
