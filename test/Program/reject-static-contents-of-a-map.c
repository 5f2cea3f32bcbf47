// SPDX-License-Identifier: Apache-2.0
// Programs and inner maps written into a definition are relocations in .maps.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: xdp+{{[0-9]+}}: error: static contents of map 'counts' of type array are not supported
#include "maps.h"

struct inner {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} first SEC(".maps");

/* An array, which has no slots for maps. */
struct {
    NUMBER(type, ARRAY);
    NUMBER(key_size, 4);
    NUMBER(value_size, 4);
    NUMBER(max_entries, 1);
    VALUES(values, struct inner);
} counts SEC(".maps") = {.values = {&first}};

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
