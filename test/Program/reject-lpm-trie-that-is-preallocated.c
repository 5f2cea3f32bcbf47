// SPDX-License-Identifier: Apache-2.0
// The kernel's tries allocate as they grow, and want to hear it (trie_alloc).
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'nets' lacks flags 0x1, which type lpm_trie demands
#include "maps.h"

struct {
    NUMBER(type, LPM_TRIE);
    NUMBER(key_size, 8);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 4);
    NUMBER(map_flags, 0);
} nets SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned char key[300] = {0};
    return lookup(&nets, key) ? 1 : 2;
}
