// SPDX-License-Identifier: Apache-2.0
// A map that programs can neither read nor write (bpf_map_flags_access_ok).
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: not bpf-aot -target mipsel -stop-after=program %t.bpfel.o 2>&1 | FileCheck %s
// CHECK: error: map 'nets' is both read-only and write-only
#include "maps.h"

struct {
    NUMBER(type, HASH);
    NUMBER(key_size, 8);
    NUMBER(value_size, 8);
    NUMBER(max_entries, 4);
    NUMBER(map_flags, 0x180);
} nets SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned char key[300] = {0};
    return lookup(&nets, key) ? 1 : 2;
}
