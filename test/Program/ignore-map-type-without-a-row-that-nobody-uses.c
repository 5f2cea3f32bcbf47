// SPDX-License-Identifier: Apache-2.0
// Only what is translated must be understood.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// CHECK-NOT: events
// CHECK: map counts
// CHECK: program prog
#include "maps.h"

struct {
    NUMBER(type, PERF_EVENT_ARRAY);
    TYPE(key, unsigned);
    TYPE(value, unsigned);
    NUMBER(max_entries, 4);
} events SEC(".maps");

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
