// SPDX-License-Identifier: Apache-2.0
// -facts=off is what -facts=use is measured against: numbers are i64 at joins, nothing is said of
// alignment, compare trees stay; pointers and context accesses are what they are in every mode.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -fno-unroll-loops -c %s -o %t.o
// RUN: bpf-aot -target mipsel -facts=use -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=USE
// RUN: bpf-aot -target mipsel -facts=off -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=OFF
// RUN: bpf-aot -target mipsel -facts=check -emit-llvm=raw %t.o -o - | FileCheck %s --check-prefix=ASK
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

__attribute__((section("xdp"), used)) int sum(struct xdp_md *ctx) {
    unsigned short *p = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    unsigned sum = 0;
    while (p + 1 <= end) {
        sum += *p++;
    }
    return sum;
}
// USE-DAG: = phi i32
// USE-DAG: = phi ptr
// USE-DAG: load i16, ptr {{.*}}, align 2

// OFF-LABEL: define i64 @sum
// OFF: getelementptr inbounds{{.*}} %struct.bpf_aot_xdp, ptr
// OFF-NOT: phi i32
// OFF-DAG: = phi i64
// OFF-DAG: = phi ptr
// OFF-DAG: load i16, ptr {{.*}}, align 1
// OFF-NOT: bpf_aot_fact_check

// ASK: @bpf_aot_fact = internal constant
// ASK-LABEL: define i64 @sum
// ASK-NOT: phi ptr
// ASK: = phi i64
// ASK: call void @bpf_aot_fact_check(i64 %{{.*}}, i64 {{.*}}, ptr @bpf_aot_fact
