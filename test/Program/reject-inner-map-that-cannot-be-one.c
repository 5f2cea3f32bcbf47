// SPDX-License-Identifier: Apache-2.0
// The kernel has no map of maps in a map, nor a prog_array.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: not bpf-aot -target mips -stop-after=program %t.bpfeb.o 2>&1 | FileCheck %s
// CHECK: error: map 'outer' has inner maps of type prog_array, which cannot be inner maps
#include "maps.h"

struct inner {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(value_size, 4);
    NUMBER(max_entries, 4);
} first SEC(".maps"), second SEC(".maps");

struct {
    NUMBER(type, ARRAY_OF_MAPS);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, struct inner);
} outer SEC(".maps") = {.values = {}};

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&outer, &key) ? 1 : 2;
}
