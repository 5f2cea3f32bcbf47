// SPDX-License-Identifier: Apache-2.0
// bpf_map_meta_equal of the kernel compares the value size.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: .maps: error: map 'wide' in map 'outer' differs from the template of inner maps
#include "maps.h"

struct inner {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} first SEC(".maps"), second SEC(".maps");

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    NUMBER(value_size, 16);
    NUMBER(max_entries, 4);
} wide SEC(".maps");

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, struct inner);
} outer SEC(".maps") = {.values = {(struct inner *)&wide}};

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&outer, &key) ? 1 : 2;
}
