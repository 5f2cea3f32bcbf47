// SPDX-License-Identifier: Apache-2.0
// A flow dissector reads the frame and fills struct bpf_flow_keys (uapi linux/bpf.h); the run
// clamps its offsets to the frame as the kernel does (bpf_flow_dissect) and prints them.
// REQUIRES: linux-headers, qemu-mips
// RUN: %clang -target bpfeb -O2 -g %bpf-includes -c %s -o %t.be.o
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.le.o
// RUN: bpf-aot-run -target mips %t.be.o -json -packet \
// RUN:   000102030405060708090a0b0800450000140000400040110000c0000201c0000202 | FileCheck %s
// RUN: bpf-aot-run -target x86-64 %t.le.o -json -packet \
// RUN:   000102030405060708090a0b0800450000140000400040110000c0000201c0000202 | FileCheck %s
// RUN: bpf-aot-run -target x86-64 %t.le.o -packet 000102030405060708090a0b0800 | \
// RUN:   FileCheck %s --check-prefix=TEXT
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

SEC("flow_dissector") int dissect(struct __sk_buff *skb) {
    struct bpf_flow_keys *keys = skb->flow_keys;
    unsigned char *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    if (data + 34 > end) {
        return 2;
    }
    keys->ip_proto = data[23];
    __builtin_memcpy(&keys->ipv4_src, data + 26, 4);
    __builtin_memcpy(&keys->ipv4_dst, data + 30, 4);
    keys->addr_proto = 0x800;
    keys->thoff = keys->nhoff + 99;
    return 0;
}
// CHECK: {"retval":0,
// CHECK-SAME: "flow_keys":{"nhoff":14,"thoff":34,"addr_proto":2048,
// CHECK-SAME: "ip_proto":17,"n_proto":2048,
// CHECK-SAME: "addresses":"c0000201c0000202{{0*}}"}
// TEXT: packet 1: 14 bytes: 2
// TEXT-NEXT: flow keys: {"nhoff":14,"thoff":14,
