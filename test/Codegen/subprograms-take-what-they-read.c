// SPDX-License-Identifier: Apache-2.0
// bpf2bpf calls are calls of internal functions with pointers as pointers.
// RUN: %clang -target bpfel -mcpu=v3 -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -unproven=trust -emit-llvm=raw %t.o -o - | FileCheck %s
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

static __attribute__((noinline)) int first(unsigned char *p, unsigned char *end, int k) {
    return p + 1 > end ? k : *p;
}

__attribute__((section("xdp"), used)) int calls(struct xdp_md *ctx) {
    return first((void *)(long)ctx->data, (void *)(long)ctx->data_end, ctx->ingress_ifindex);
}
// CHECK: define i64 @calls(ptr %r1)
// CHECK: call i32 @first(ptr %{{.*}}, ptr %{{.*}}, i32 %{{.*}})
// CHECK: define internal i32 @first(ptr %r1, ptr %r2, i32 %r3)
