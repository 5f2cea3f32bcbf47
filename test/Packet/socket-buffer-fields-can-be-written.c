// SPDX-License-Identifier: Apache-2.0
// mark, priority and cb of __sk_buff are the program's to write (uapi linux/bpf.h).
// RUN: %clang -target bpfel -O2 -g %bpf-includes -c %s -o %t.o
// RUN: bpf-aot-run -target x86-64 %t.o -packet 000102030405060708090a0b0800450f -json | FileCheck %s
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))

SEC("tc") int write_fields(struct __sk_buff *skb) {
    skb->mark = 5;
    skb->cb[2] = skb->len;
    skb->priority = skb->mark + 1;
    return skb->cb[2] * 100 + skb->priority * 10 + skb->mark + (skb->protocol == 8) * 1000000;
}
// CHECK: {"retval":1001665,
