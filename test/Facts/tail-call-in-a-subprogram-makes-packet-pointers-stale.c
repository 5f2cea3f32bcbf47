// SPDX-License-Identifier: Apache-2.0
// A program that a subprogram tail calls may move the packet before the subprogram's caller goes
// on. (Kernel: verifier_sock, invalidate_pkt_pointers_by_tail_call.)
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: not bpf-aot -target mipsel -unproven=error %t.o -o %t.n 2>&1 | FileCheck %s
// CHECK: access through a pointer into the packet from before a call that moved it
struct {
    int (*type)[3];
    int (*key_size)[4];
    int (*value_size)[4];
    int (*max_entries)[1];
} table __attribute__((section(".maps"), used));
struct context {
    unsigned data, data_end;
};
static long (*tail_call)(void *ctx, void *map, unsigned index) = (void *)12;

static __attribute__((noinline)) int leave(void *ctx) {
    tail_call(ctx, &table, 0);
    return 1;
}

__attribute__((section("xdp"), used)) int prog(struct context *ctx) {
    volatile char *data = (char *)(long)ctx->data;
    if (data + 4 > (char *)(long)ctx->data_end) {
        return 1;
    }
    leave(ctx);
    return data[0];
}
