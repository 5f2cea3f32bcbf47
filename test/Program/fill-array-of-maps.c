// SPDX-License-Identifier: Apache-2.0
// A slot names an inner map; the struct behind values is the template.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: map first: array
// CHECK: map second: array
// CHECK: map outer: array_of_maps, key 4, value 4, max_entries 4
// CHECK-NEXT: 1: first
// CHECK-NEXT: 2: second
// CHECK-NEXT: map outer.inner: array, key 4, value 8, max_entries 4
#include "maps.h"

struct inner {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} first SEC(".maps"), second SEC(".maps");

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, struct inner);
} outer SEC(".maps") = {.values = {[1] = &first, [2] = &second}};

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&outer, &key) ? 1 : 2;
}
