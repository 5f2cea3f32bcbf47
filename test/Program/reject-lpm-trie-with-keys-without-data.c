// SPDX-License-Identifier: Apache-2.0
// A key is a length of four bytes, and data (LPM_DATA_SIZE_MIN).
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'nets' has keys of 4 bytes, type lpm_trie takes 5 to 260
#include "maps.h"

struct {
    NUMBER(type, LPM_TRIE);
    NUMBER(key_size, 4);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 4);
    NUMBER(map_flags, 1);
} nets SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned char key[300] = {0};
    return lookup(&nets, key) ? 1 : 2;
}
