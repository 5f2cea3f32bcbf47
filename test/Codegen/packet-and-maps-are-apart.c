// SPDX-License-Identifier: Apache-2.0
// A store to a map value changes no packet byte and no context field: LLVM may keep in registers
// what it has read of them, and the sum in the map, for the length of the loop.
// RUN: %clang -target bpfel -mcpu=v3 -O1 -g -fno-unroll-loops -c %s -o %t.o
// RUN: bpf-aot -target mipsel -no-inline-helpers -emit-llvm=raw %t.o -o - \
// RUN:   | FileCheck %s --check-prefix=RAW
// RUN: bpf-aot -target mipsel -emit-llvm %t.o -o - | FileCheck %s
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

struct {
    int (*type)[2];
    int (*max_entries)[1];
    unsigned *key;
    unsigned *value;
} sums __attribute__((section(".maps"), used));

static void *(*lookup)(void *map, const void *key) = (void *)1;

__attribute__((section("xdp"), used)) int sum(struct xdp_md *ctx) {
    unsigned key = 0;
    unsigned *value = lookup(&sums, &key);
    unsigned char *p = (void *)(long)ctx->data;
    if (!value || p + 64 > (unsigned char *)(long)ctx->data_end) {
        return 1;
    }
#pragma clang loop unroll(disable)
    for (int i = 0; i < 64; i++) {
        *value += p[i];
        __asm__ volatile("" ::: "memory");
    }
    return 2;
}
// RAW-DAG: load i8, {{.*}} !alias.scope ![[PACKET:[0-9]+]], !noalias ![[NOT_PACKET:[0-9]+]]
// RAW-DAG: load i32, {{.*}} !alias.scope ![[MAPS:[0-9]+]], !noalias ![[NOT_MAPS:[0-9]+]]
// RAW-DAG: ![[MAPS]] = !{![[MAP_SCOPE:[0-9]+]]}
// RAW-DAG: ![[MAP_SCOPE]] = !{!"maps"
// RAW-DAG: ![[NOT_PACKET]] = !{!{{.*}}, !{{.*}}, ![[MAP_SCOPE]]}
// CHECK-LABEL: @sum(
// CHECK: load i8
// CHECK-NOT: store i32
// CHECK: br i1
// CHECK: store i32
