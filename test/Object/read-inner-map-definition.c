// SPDX-License-Identifier: Apache-2.0
// A map of maps has the template of its inner maps as an array of pointers.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=object -stop-after=object %t.bpfeb.o | FileCheck %s
// CHECK: map outer: type 12 (array_of_maps), key 4, value 4, max_entries 2
// CHECK: map outer.inner: type 2 (array), key 4, value 8, max_entries 16
#include "maps.h"

struct inner {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 16);
};

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    NUMBER(key_size, 4);
    NUMBER(value_size, 4);
    NUMBER(max_entries, 2);
    VALUES(values, struct inner);
} outer SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&outer, &key) ? 1 : 2;
}
