// SPDX-License-Identifier: Apache-2.0
// sk_storage and cgroup storage from translated programs: values live as long as the socket or the
// cgroup, here over two packets; a test run makes a socket for every packet, as the kernel does, and
// sk_assign gives the packet another one.
// REQUIRES: linux-headers, qemu-mips, qemu-riscv32
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.le.o
// RUN: %clang -target bpfeb -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: bpf-aot -target x86-64 -exe %t.le.o -o %t.x86-64
// RUN: bpf-aot -target mips -exe %t.be.o -o %t.mips
// RUN: bpf-aot -target riscv32 -exe %t.le.o -o %t.riscv32
// RUN: %t.x86-64 -system %S/Inputs/assign.json -pcap %packets -prog count -json -repeat 2 | FileCheck %s
// RUN: %qemu-mips %t.mips -system %S/Inputs/assign.json -pcap %packets -prog count -json -repeat 2 | FileCheck %s
// RUN: %qemu-riscv32 %t.riscv32 -system %S/Inputs/assign.json -pcap %packets -prog count -json -repeat 2 | FileCheck %s
// RUN: %t.x86-64 -pcap %packets -prog group -json -repeat 3 | FileCheck %s --check-prefix=GROUP
// RUN: %qemu-mips %t.mips -pcap %packets -prog group -json -repeat 3 | FileCheck %s --check-prefix=GROUP
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

struct {
    int (*type)[BPF_MAP_TYPE_SK_STORAGE];
    int (*map_flags)[BPF_F_NO_PREALLOC];
    int *key;
    long long *value;
} visits SEC(".maps");
struct {
    int (*type)[BPF_MAP_TYPE_CGROUP_STORAGE];
    struct bpf_cgroup_storage_key *key;
    long long *value;
} totals SEC(".maps");

static struct bpf_sock *(*const sk_lookup_tcp)(void *ctx, void *tuple, unsigned size,
                                               unsigned long long netns,
                                               unsigned long long flags) = (void *)84;
static void *(*const get_local_storage)(void *map, unsigned long long flags) = (void *)81;
static long (*const sk_release)(void *sk) = (void *)86;
static struct bpf_sock *(*const sk_fullsock)(void *sk) = (void *)95;
static void *(*const sk_storage_get)(void *map, void *sk, void *value,
                                     unsigned long long flags) = (void *)107;
static long (*const sk_assign)(void *ctx, void *sk, unsigned long long flags) = (void *)124;
static unsigned long long (*const get_socket_cookie)(void *ctx) = (void *)46;

/* 1000 * visits of the listener + 100 * visits of the packet's own socket + its cookie then */
SEC("tc") int count(struct __sk_buff *ctx) {
    static const unsigned char tuple[12] = {10, 0, 0, 1, 10, 1, 0, 1, 0, 9, 0, 80};
    unsigned char copy[12];
    long long one = 1;
    int result = 0;
    struct bpf_sock *own = ctx->sk ? sk_fullsock(ctx->sk) : 0;
    if (own) {
        long long *value = sk_storage_get(&visits, own, &one, 1);
        result += value ? (int)*value * 100 : 0;
        if (value) {
            ++*value;
        }
    }
    __builtin_memcpy(copy, tuple, sizeof(copy));
    struct bpf_sock *listener = sk_lookup_tcp(ctx, copy, sizeof(copy), -1, 0);
    if (!listener) {
        return -1;
    }
    long long *value = sk_storage_get(&visits, listener, 0, 1);
    if (value) {
        result += (int)++*value * 1000;
    }
    result += sk_assign(ctx, listener, 0) ? 10000000 : 0;
    sk_release(listener);
    return result + (int)get_socket_cookie(ctx);
}
// CHECK: {"retval":2142,
// CHECK: {"retval":4142,

SEC("cgroup_skb/ingress") int group(struct __sk_buff *ctx) {
    long long *total = get_local_storage(&totals, 0);
    return (int)++*total;
}
// GROUP: {"retval":3,
// GROUP: {"retval":6,

char _license[] SEC("license") = "GPL";
