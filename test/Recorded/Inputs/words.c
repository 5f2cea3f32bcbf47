// SPDX-License-Identifier: Apache-2.0
// A socket filter of the old kind: absolute and indirect loads, a verdict in bytes.
// MAP loaded u32 = u32
#include "net.h"

MAP(loaded, ARRAY, 4, __u32, __u32);

unsigned long long load_byte(void *skb, unsigned long long off) asm("llvm.bpf.load.byte");
unsigned long long load_half(void *skb, unsigned long long off) asm("llvm.bpf.load.half");
unsigned long long load_word(void *skb, unsigned long long off) asm("llvm.bpf.load.word");

static __always_inline void put(__u32 index, __u32 value) {
    __u32 *slot = bpf_map_lookup_elem(&loaded, &index);
    if (slot) {
        *slot += value;
    }
}

SEC("socket")
int prog(struct __sk_buff *skb) {
    __u32 first = load_byte(skb, 0);
    put(0, first);
    if (first >> 4 != 4) {
        return 0;
    }
    __u32 at = (first & 15) * 4;
    put(1, load_word(skb, 12));
    put(2, load_half(skb, at));
    put(3, load_half(skb, at + 2));
    return load_byte(skb, 9) == IPPROTO_UDP ? -1 : 64;
}
