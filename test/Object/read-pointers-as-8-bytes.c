// SPDX-License-Identifier: Apache-2.0
// A pointer in a value is 8 bytes for BPF whatever the host is.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=object -stop-after=object %t.bpfel.o | FileCheck %s
// CHECK: map counts: type 2 (array), key 4, value 16
#include "maps.h"

struct value {
    void *pointer;
    char byte;
};

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, struct value);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) ? 1 : 2;
}
