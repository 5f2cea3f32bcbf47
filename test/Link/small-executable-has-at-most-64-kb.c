// SPDX-License-Identifier: Apache-2.0
// Only what a program uses is linked: the bound for a program with an array and a hash map.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -g %bpf-includes -c %s -o %t.o
// RUN: bpf-aot %t.o -target mipsel -exe -o %t.exe
// RUN: %python -c "import os, sys; n = os.path.getsize(sys.argv[1]); print(n); exit(n > 65536)" \
// RUN:   %t.exe
// Neither types of maps nor helpers that it does not name.
// RUN: llvm-nm %t.exe | FileCheck %s
// CHECK-NOT: {{devmap|percpu|bpf_aot_trace_printk|bpf_aot_xdp_adjust}}
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*update)(void *map, const void *key, const void *value, __u64 flags) = (void *)2;

struct {
    int (*type)[2]; /* array */
    int (*max_entries)[4];
    __u32 *key;
    __u64 *value;
} counts SEC(".maps");

struct {
    int (*type)[1]; /* hash */
    int (*max_entries)[64];
    __u16 *key;
    __u64 *value;
} sizes SEC(".maps");

SEC("xdp") int count(struct xdp_md *ctx) {
    __u32 first = 0;
    __u64 *packets = lookup(&counts, &first), one = 1;
    __u16 size = ctx->data_end - ctx->data;
    if (packets) {
        ++*packets;
    }
    update(&sizes, &size, &one, 0);
    return XDP_PASS;
}
