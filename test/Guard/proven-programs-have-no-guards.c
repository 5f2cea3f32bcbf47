// SPDX-License-Identifier: Apache-2.0
// Where everything is proven nothing is paid: no run, no compare, no call that was not asked for.
// RUN: %clang -target bpfel -g -O2 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -emit-llvm=raw %t.o -o %t.ll
// RUN: FileCheck %s --input-file=%t.ll
// RUN: not grep -e bpf_aot_abort -e bpf_aot_check -e 'ptr %run' %t.ll
// RUN: bpf-aot -target mipsel -remarks %t.o -o %t.out 2> %t.remarks
// RUN: FileCheck %s --check-prefix=REMARK --input-file=%t.remarks
struct {
    int (*type)[2];
    int *key;
    long *value;
    int (*max_entries)[4];
} counts __attribute__((section(".maps"), used));
static void *(*lookup)(void *map, const void *key) = (void *)1;

static __attribute__((noinline)) long add(long *value) {
    return *value += 1;
}

__attribute__((section("xdp"), used)) int count(void *ctx) {
    int key = 1;
    long *value = lookup(&counts, &key);
    return value ? add(value) : 0;
}
// CHECK: define i64 @count(ptr %r1)
// CHECK: define internal i{{32|64}} @add(ptr %r1)
// REMARK: count: {{[0-9]+}} accesses proven, 0 accesses guarded, 0 accesses probed
// REMARK: add: 2 accesses proven, 0 accesses guarded, 0 accesses probed
