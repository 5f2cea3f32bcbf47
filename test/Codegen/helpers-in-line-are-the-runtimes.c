// SPDX-License-Identifier: Apache-2.0
// Small helpers come from the runtime's bitcode: nothing is called but what stays in the archive. A
// lookup in a hash knows where the map's storage is. Handles are writable data again in the end.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -emit-llvm %t.o -o - | FileCheck %s
// RUN: bpf-aot -target x86-64 -emit-llvm %t.o -o - | FileCheck %s
// RUN: bpf-aot -target mipsel -inline-helpers=off -emit-llvm %t.o -o - | \
// RUN:   FileCheck %s --check-prefix=CALL
// RUN: env BPF_AOT_RUNTIME_DIR=%t.none bpf-aot -target mipsel -emit-llvm %t.o -o - | \
// RUN:   FileCheck %s --check-prefix=CALL
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};
struct {
    int (*type)[1];
    int *key;
    long *value;
    int (*max_entries)[5];
} seen __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*buff_len)(void *ctx) = (void *)188;
static long (*adjust_tail)(void *ctx, int delta) = (void *)65;

__attribute__((section("xdp"), used)) int look(struct xdp_md *ctx) {
    unsigned key = ctx->ingress_ifindex;
    long *value = lookup(&seen, &key);
    key++;
    long *other = lookup(&seen, &key);
    return value && other ? *value + *other : 0;
}
// CHECK: @bpf_map_seen = global {
// CHECK-LABEL: @look(
// CHECK-NOT: call {{.*}}@bpf_aot_
// CHECK: @bpf_map_seen.{{lookup|storage}}
// CHECK-NOT: call {{.*}}@bpf_aot_
// CHECK-LABEL: define {{.*}}@length(
// CALL-LABEL: define {{.*}}@look(
// CALL: call ptr @bpf_{{aot_map_lookup_elem|map_seen.lookup}}(

__attribute__((section("xdp"), used)) int length(struct xdp_md *ctx) {
    return buff_len(ctx);
}
// CHECK-NOT: call
// CHECK: sub
// CHECK: ret i64
// CALL-LABEL: define {{.*}}@length(
// CALL: call i64 @bpf_aot_xdp_get_buff_len(

__attribute__((section("xdp"), used)) int cut(struct xdp_md *ctx) {
    return adjust_tail(ctx, -4) ? 1 : 2;
}
// Only a packet in fragments is for the runtime.
// CHECK-LABEL: define {{.*}}@cut(
// CHECK-NOT: @bpf_aot_xdp_adjust_tail(
// CHECK: br i1
// CHECK: call i64 @bpf_aot_xdp_adjust_frags(
// CHECK-NOT: @bpf_aot_xdp_adjust_tail(
// CHECK: ret i64
// CALL-LABEL: define {{.*}}@cut(
// CALL: call i64 @bpf_aot_xdp_adjust_tail(

// CALL-NOT: @bpf_map_seen.storage,
