// SPDX-License-Identifier: Apache-2.0
// A test run shows the packet from the network header on to all socket buffer programs but those of
// tc, with the addresses of the packet in its socket, and gives it back behind a header of zeros
// (kernel: bpf_prog_test_run_skb).
// REQUIRES: linux-headers, qemu-mips
// RUN: %clang -target bpfeb -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.le.o
// DEFINE: %{packet} = 000102030405060708090a0b0800450000140000400040110000c0000201c0000202
// RUN: bpf-aot-run -target mips %t.be.o -json -prog at_cgroup -packet %{packet} | FileCheck %s
// RUN: bpf-aot-run -target x86-64 %t.le.o -json -prog at_cgroup -packet %{packet} | FileCheck %s
// RUN: bpf-aot-run -target mips %t.be.o -json -prog at_lwt -packet %{packet} | FileCheck %s
// RUN: bpf-aot-run -target mips %t.be.o -json -prog at_tc -packet %{packet} | \
// RUN:   FileCheck %s --check-prefix=TC
// RUN: bpf-aot-run -target mips %t.be.o -json -prog in_socket -packet %{packet} | \
// RUN:   FileCheck %s --check-prefix=SOCKET
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

static __attribute__((always_inline)) int sum(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    return skb->len == end - data && data + 20 <= end ? data[0] + 1000 * (end - data) : 0;
}

SEC("cgroup_skb/egress") int at_cgroup(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    if (!sk || sk->src_ip4 != skb->local_ip4 || sk->family != skb->family || skb->family != 2) {
        return 1;
    }
    unsigned char *remote = (void *)&(unsigned){skb->remote_ip4};
    return remote[0] == 0xc0 && remote[3] == 2 ? sum(skb) : 2;
}
SEC("lwt_in") int at_lwt(struct __sk_buff *skb) {
    return sum(skb);
}
SEC("tc") int at_tc(struct __sk_buff *skb) {
    return sum(skb);
}
SEC("socket") int in_socket(struct __sk_buff *skb) {
    return skb->len;
}
// 20 bytes that begin with 0x45.
// CHECK: {"retval":20069,
// CHECK-SAME: "out":"0000000000000000000000000000450000140000400040110000c0000201c0000202"
// 34 bytes that begin with 0.
// TC: {"retval":34000,
// TC-SAME: "out":"000102030405060708090a0b0800450000140000400040110000c0000201c0000202"
// SOCKET: {"retval":20,
