// SPDX-License-Identifier: Apache-2.0
// The kernel's buckets have 16 bytes each, and less than 4 GiB in all (htab_map_alloc).
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'nets' has 134217729 entries, type hash at most 134217728
#include "maps.h"

struct {
    NUMBER(type, HASH);
    NUMBER(key_size, 8);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 134217729);
    NUMBER(map_flags, 0);
} nets SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned char key[300] = {0};
    return lookup(&nets, key) ? 1 : 2;
}
