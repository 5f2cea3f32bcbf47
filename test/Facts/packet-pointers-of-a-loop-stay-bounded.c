// SPDX-License-Identifier: Apache-2.0
// A pointer that is compared with data_end in every round of a loop cannot leave the packet.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -fno-unroll-loops -c %s -o %t.o
// RUN: bpf-aot -target mipsel -print=facts -stop-after=facts %t.o | FileCheck %s
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
// CHECK: = *(u8 *)(r[[P:[0-9]+]] -1) ; r[[P]]=pkt+[1,65535]
// CHECK: if r[[P]] <= r{{.*}} r[[P]]=pkt+[2,65536] {{.*}}pkt_end+0
