// SPDX-License-Identifier: Apache-2.0
// Registers are SSA values: no alloca stands for one, and packet pointers are ptr at joins.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -fno-unroll-loops -c %s -o %t.o
// RUN: bpf-aot -target mipsel -unproven=trust -emit-llvm=raw %t.o -o %t.ll
// RUN: FileCheck %s --input-file=%t.ll
// RUN: not grep alloca %t.ll
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

__attribute__((section("xdp"), used)) int sum(struct xdp_md *ctx) {
    unsigned char *p = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    unsigned sum = 0;
    while (p + 1 <= end) {
        sum += *p++;
    }
    return sum;
}
// CHECK: = phi i32
// CHECK: = phi ptr
// CHECK: icmp u{{[lg][et]}} ptr
// CHECK-NOT: inttoptr
