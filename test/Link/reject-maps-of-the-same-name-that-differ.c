// SPDX-License-Identifier: Apache-2.0
// A map that two objects define differently would be read with the wrong layout: the linker says so.
// RUN: %clang -target bpfel -g -O2 -DNAME=a -DENTRIES=1 -c %s -o %t.a.o
// RUN: %clang -target bpfel -g -O2 -DNAME=b -DENTRIES=2 -c %s -o %t.b.o
// RUN: bpf-aot -target x86-64 %t.a.o -o %t.a.native.o
// RUN: bpf-aot -target x86-64 %t.b.o -o %t.b.native.o
// RUN: not ld.lld -static -e _start %t.a.native.o %t.b.native.o %runtime-x86-64 -o %t.exe 2>&1 | FileCheck %s
struct {
    int (*type)[2];
    int *key;
    long *value;
    int (*max_entries)[ENTRIES];
} shared __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;

__attribute__((section("xdp"), used)) int NAME(void *ctx) {
    int key = 0;
    return lookup(&shared, &key) ? 1 : 2;
}
// CHECK: error: duplicate symbol: bpf_map_shared
