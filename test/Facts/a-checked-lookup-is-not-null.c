// SPDX-License-Identifier: Apache-2.0
// bpf_map_lookup_elem may return NULL; behind the check the pointer leads to a value of that map.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
struct {
    int (*type)[2];
    int *key;
    long *value;
    int (*max_entries)[4];
} counts __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;

__attribute__((section("xdp"), used)) int count(int *ctx) {
    int key = ctx[3];
    long *value = lookup(&counts, &key);
    if (!value) {
        return 0;
    }
    *value += 1;
    return 2;
}
// CHECK: call 1 ; r1=map_ptr(counts)+0 r2=fp-4
// CHECK: if r0 == 0 {{.*}} r0=map_value(counts)+0 or null
// CHECK: = *(u64 *)(r0 +0) ; r0=map_value(counts)+0{{$}}
