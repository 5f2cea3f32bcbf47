// SPDX-License-Identifier: Apache-2.0
// clang relocates static maps against .maps with the offset in imm.
// RUN: %clang -target bpfel -g -O2 -I %inputs -c %s -o %t.bpfel.o
// RUN: bpf-aot -target mipsel -print=program -stop-after=program %t.bpfel.o | FileCheck %s
// RUN: %clang -target bpfeb -g -O2 -I %inputs -c %s -o %t.bpfeb.o
// RUN: bpf-aot -target mips -print=program -stop-after=program %t.bpfeb.o | FileCheck %s
// CHECK: map counts: array, key 4, value 8, max_entries 4, flags 0x0, cpus 1, pinning 0
// CHECK: map hidden: percpu_array, key 4, value 8, max_entries 4, flags 0x0, cpus 8, pinning 0
// CHECK: ; map counts
// CHECK: ; map hidden
#include "maps.h"

struct {
    NUMBER(type, ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} counts SEC(".maps");

static struct {
    NUMBER(type, PERCPU_ARRAY);
    TYPE(key, unsigned);
    TYPE(value, long long);
    NUMBER(max_entries, 4);
} hidden SEC(".maps");

SEC("xdp") int prog(void *ctx) {
    unsigned key = 0;
    return lookup(&counts, &key) || lookup(&hidden, &key) ? 1 : 2;
}
