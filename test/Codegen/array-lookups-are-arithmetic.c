// SPDX-License-Identifier: Apache-2.0
// A lookup in an array is an address in its storage. Beyond the end it is NULL: that is compared
// unless the index is known to be below; then the program's own NULL check goes, too. A value of a
// per-CPU array lies in the run of its CPU, a map of maps holds a pointer.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -emit-llvm %t.o -o - | FileCheck %s
// RUN: bpf-aot -target x86-64 -emit-llvm %t.o -o - | FileCheck %s
// RUN: bpf-aot -target mipsel -facts=off -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=OFF
// RUN: bpf-aot -target mipsel -O1 -emit-llvm %t.o -o - | FileCheck %s --check-prefix=CALL
// RUN: bpf-aot -target mipsel -inline-helpers=off -emit-llvm %t.o -o - | \
// RUN:   FileCheck %s --check-prefix=CALL
// RUN: bpf-aot -target mipsel -no-inline-helpers -emit-llvm %t.o -o - | \
// RUN:   FileCheck %s --check-prefix=CALL
// RUN: bpf-aot -target mipsel -O1 -inline-helpers -emit-llvm %t.o -o - | FileCheck %s
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};
struct {
    int (*type)[2];
    int *key;
    int (*value)[3];
    int (*max_entries)[6];
} table __attribute__((section(".maps"), used));
struct {
    int (*type)[6];
    int *key;
    long *value;
    int (*max_entries)[4];
} counts __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;

__attribute__((section("xdp"), used)) int proven(struct xdp_md *ctx) {
    unsigned key = ctx->ingress_ifindex & 3;
    int *value = lookup(&table, &key);
    if (!value) {
        return 0;
    }
    *value += 1;
    return 2;
}
// CHECK-LABEL: @proven(
// CHECK-NOT: icmp
// CHECK: getelementptr {{.*}}@bpf_map_table.storage
// CHECK-NOT: icmp
// CHECK: ret i64 2
// OFF-LABEL: @proven(
// OFF: %inside = icmp ult i32 {{.*}}, 6
// OFF: select i1 %inside, ptr {{.*}}, ptr null
// CALL-LABEL: @proven(
// CALL: call ptr @bpf_aot_map_lookup_elem(

__attribute__((section("xdp"), used)) int unproven(struct xdp_md *ctx) {
    unsigned key = ctx->ingress_ifindex & 7;
    int *value = lookup(&table, &key);
    if (!value) {
        return 0;
    }
    *value += 1;
    return 2;
}
// CHECK-LABEL: @unproven(
// CHECK: icmp {{.*}}u{{lt|gt}} i32 {{.*}}, {{5|6}}
// CHECK: getelementptr {{.*}}@bpf_map_table.storage

__attribute__((section("xdp"), used)) int per_cpu(struct xdp_md *ctx) {
    unsigned key = 3;
    long *value = lookup(&counts, &key);
    if (!value) {
        return 0;
    }
    *value += 1;
    return 2;
}
// CHECK-LABEL: @per_cpu(
// CHECK: call i32 @bpf_aot_this_cpu()
// CHECK: icmp ult i32 {{.*}}, 8
// CHECK: getelementptr {{.*}}@bpf_map_counts.storage
// CHECK: ret i64 2
// CALL-LABEL: @per_cpu(
// CALL: call ptr @bpf_aot_map_lookup_elem(
