// SPDX-License-Identifier: Apache-2.0
// Two pointers go in two registers; five u64 would put three on the stack of MIPS o32.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o - | FileCheck %s
// RUN: bpf-aot -target riscv64 -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=RV64
struct {
    int (*type)[1];
    int *key;
    long *value;
    int (*max_entries)[4];
} table __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*adjust)(void *ctx, int delta) = (void *)44;

__attribute__((section("xdp"), used)) int typed(void *ctx) {
    int key = 1;
    adjust(ctx, -4);
    return lookup(&table, &key) ? 1 : 2;
}
// CHECK: call i64 @bpf_aot_xdp_adjust_head(ptr {{.*}}, i32 -4)
// CHECK: call ptr @bpf_aot_map_lookup_elem(ptr @bpf_map_table, ptr {{.*}})
// RV64: call i64 @bpf_aot_xdp_adjust_head(ptr {{.*}}, i32 signext -4)
