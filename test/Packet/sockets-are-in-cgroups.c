// SPDX-License-Identifier: Apache-2.0
// Where a packet's socket, or one that a program looked up, is in the tree of cgroups that -system
// describes; without it, in the root, as in a kernel where nobody made another.
// REQUIRES: linux-headers, qemu-mips, qemu-riscv32
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.le.o
// RUN: %clang -target bpfeb -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: bpf-aot -target x86-64 -exe %t.le.o -o %t.x86-64
// RUN: bpf-aot -target mips -exe %t.be.o -o %t.mips
// RUN: bpf-aot -target riscv32 -exe %t.le.o -o %t.riscv32
// RUN: echo '[["00000000","14000000"],["01000000","0b000000"]]' > %t.le.json
// RUN: echo '[["00000000","00000014"],["00000001","0000000b"]]' > %t.be.json
// RUN: %t.x86-64 -prog ids -system %S/Inputs/cgroups.json -pcap %packets -json | FileCheck %s
// RUN: %qemu-mips %t.mips -prog ids -system %S/Inputs/cgroups.json -pcap %packets -json | FileCheck %s
// RUN: %qemu-riscv32 %t.riscv32 -prog ids -system %S/Inputs/cgroups.json -pcap %packets -json | FileCheck %s
// RUN: %qemu-mips %t.mips -prog found -system %S/Inputs/cgroups.json -pcap %packets -json \
// RUN:   | FileCheck %s --check-prefix=FOUND
// RUN: %t.x86-64 -prog ids -pcap %packets -json | FileCheck %s --check-prefix=ROOT
// RUN: %t.x86-64 -prog under -system %S/Inputs/cgroups.json -map groups=%t.le.json -pcap %packets -json \
// RUN:   | FileCheck %s --check-prefix=UNDER
// RUN: %qemu-mips %t.mips -prog under -system %S/Inputs/cgroups.json -map groups=%t.be.json -pcap %packets \
// RUN:   -json | FileCheck %s --check-prefix=UNDER
// RUN: echo '{"cgroups": [{"id": 2, "parent": 3}, {"id": 3}]}' > %t.bad.json
// RUN: not %t.x86-64 -prog ids -system %t.bad.json -pcap %packets 2>&1 | FileCheck %s --check-prefix=PARENT
// RUN: echo '{"cgroups": [{"id": 2}, {"id": 2}]}' > %t.bad.json
// RUN: not %t.x86-64 -prog ids -system %t.bad.json -pcap %packets 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: echo '{"cgroup": 7}' > %t.bad.json
// RUN: not %t.x86-64 -prog ids -system %t.bad.json -pcap %packets 2>&1 | FileCheck %s --check-prefix=MEMBER
// PARENT: error: -system: cgroup 1: parent 3 is neither the root nor listed before it
// TWICE: error: -system: cgroup 2: there is one of id 2 already
// MEMBER: error: -system: there is no cgroup 7
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

struct {
    int (*type)[BPF_MAP_TYPE_CGROUP_ARRAY];
    int (*max_entries)[3];
    int *key;
    int *value;
} groups SEC(".maps");

static long (*const skb_under_cgroup)(void *ctx, void *map, unsigned index) = (void *)33;
static unsigned long long (*const skb_cgroup_id)(void *ctx) = (void *)79;
static unsigned long long (*const skb_ancestor_cgroup_id)(void *ctx, int level) = (void *)83;
static struct bpf_sock *(*const sk_lookup_tcp)(void *ctx, void *tuple, unsigned size,
                                               unsigned long long netns,
                                               unsigned long long flags) = (void *)84;
static long (*const sk_release)(void *sk) = (void *)86;
static unsigned long long (*const sk_cgroup_id)(void *sk) = (void *)128;
static unsigned long long (*const sk_ancestor_cgroup_id)(void *sk, int level) = (void *)129;

/* The packet's cgroup, its ancestors at levels 0, 1 and 4. */
SEC("tc") int ids(struct __sk_buff *ctx) {
    int result = (int)skb_cgroup_id(ctx);
    result = result * 10 + (int)skb_ancestor_cgroup_id(ctx, 0);
    result = result * 100 + (int)skb_ancestor_cgroup_id(ctx, 1);
    return result * 10 + (int)skb_ancestor_cgroup_id(ctx, 4);
}
// CHECK: {"retval":301100,
// ROOT: {"retval":11000,

/* The looked-up socket's cgroup, and its ancestors at levels 0 and 2. */
SEC("cgroup_skb/ingress") int found(struct __sk_buff *ctx) {
    unsigned char tuple[12] = {10, 0, 0, 1, 10, 1, 0, 1, 0, 9, 0, 80};
    int result = 0;
    struct bpf_sock *listener = sk_lookup_tcp(ctx, tuple, sizeof(tuple), -1, 0);
    if (listener) {
        result = (int)sk_cgroup_id(listener) * 100 + (int)sk_ancestor_cgroup_id(listener, 0) * 10;
        result += (int)sk_ancestor_cgroup_id(listener, 2);
        sk_release(listener);
    }
    return result;
}
// FOUND: {"retval":1110,

/* Under cgroup 20, under 11; less -11 for no cgroup, -7 for an index beyond the end. */
SEC("tc") int under(struct __sk_buff *ctx) {
    int result = (int)skb_under_cgroup(ctx, &groups, 0) * 1000;
    result += (int)skb_under_cgroup(ctx, &groups, 1) * 100;
    return result - (int)skb_under_cgroup(ctx, &groups, 2) - (int)skb_under_cgroup(ctx, &groups, 3);
}
// UNDER: {"retval":1018,

char _license[] SEC("license") = "GPL";
