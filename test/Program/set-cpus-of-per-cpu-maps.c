// SPDX-License-Identifier: Apache-2.0
// Storage is static, so the number of CPUs is chosen at translation.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -cpus=3 -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK: cpus 3
#include "maps.h"

struct {
    NUMBER(type, PERCPU_ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
