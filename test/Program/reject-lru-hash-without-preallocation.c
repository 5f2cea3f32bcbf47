// SPDX-License-Identifier: Apache-2.0
// An LRU map's elements are all there from the start (htab_map_alloc_check).
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'nets' has flags 0x1, which type lru_hash does not take
#include "maps.h"

struct {
    NUMBER(type, LRU_HASH);
    NUMBER(key_size, 8);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 4);
    NUMBER(map_flags, 1);
} nets SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned char key[300] = {0};
    return lookup(&nets, key) ? 1 : 2;
}
