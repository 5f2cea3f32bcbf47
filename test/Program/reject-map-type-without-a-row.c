// SPDX-License-Identifier: Apache-2.0
// A map type that the runtime lacks is named where the map is used.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: xdp+{{[0-9]+}}: error: map 'events' has type 15 (sockmap), which is not supported by this version
#include "maps.h"

struct {
    NUMBER(type, SOCKMAP);
    TYPE(key, unsigned);
    TYPE(value, unsigned);
    NUMBER(max_entries, 4);
} events SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&events, &key) ? 1 : 2;
}
