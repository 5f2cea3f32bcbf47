// SPDX-License-Identifier: Apache-2.0
// Checksums: replaced in the packet by fields of every size, by differences, and with every flag.
#include "seen.h"

static __attribute__((always_inline)) void see_field(struct __sk_buff *skb, __u32 at,
                                                     __u32 offset) {
    __u16 sum = 0;
    bpf_skb_load_bytes(skb, offset, &sum, 2);
    see(at, sum);
}

SEC("tc") int replace3(struct __sk_buff *skb) {
    see(0, bpf_l3_csum_replace(skb, 24, 0x1234, 0x4321, 2));
    see_field(skb, 1, 24);
    see(2, bpf_l3_csum_replace(skb, 24, 0xc0000201, 0x7f000001, 4));
    see_field(skb, 3, 24);
    see(4, bpf_l3_csum_replace(skb, 24, 0, 0x12345, 0));
    see_field(skb, 5, 24);
    see(6, bpf_l3_csum_replace(skb, 24, 1, 0x12345, 0));
    see(7, bpf_l3_csum_replace(skb, 25, 1, 2, 2));
    see(8, bpf_l3_csum_replace(skb, 24, 1, 2, 3));
    see(9, bpf_l3_csum_replace(skb, 24, 1, 2, 0x12));
    see(10, bpf_l3_csum_replace(skb, skb->len & ~1u, 1, 2, 2));
    see(11, bpf_l3_csum_replace(skb, 0x10000, 1, 2, 2));
    see(12, bpf_l3_csum_replace(skb, (skb->len - 2) & ~1u, 0xffffffff0000ffff, 0, 2));
    see(13, bpf_l3_csum_replace(skb, 16, 0, 0xffffffff, 4));
    see(14, bpf_l3_csum_replace(skb, 18, 0xffff, 0, 2));
    see(15, bpf_l3_csum_replace(skb, 20, 0, 0xffff, 2));
    see_field(skb, 16, 18);
    see_field(skb, 17, 20);
    return 0;
}

SEC("tc") int replace4(struct __sk_buff *skb) {
    see(0, bpf_l4_csum_replace(skb, 40, 0x1234, 0x4321, 2));
    see_field(skb, 1, 40);
    see(2, bpf_l4_csum_replace(skb, 40, 0xc0000201, 0x7f000001, 4 | BPF_F_PSEUDO_HDR));
    see_field(skb, 3, 40);
    see(4, bpf_l4_csum_replace(skb, 40, 0, 0x12345, BPF_F_PSEUDO_HDR | (1 << 7)));
    see_field(skb, 5, 40);
    see(6, bpf_l4_csum_replace(skb, 40, 1, 0x12345, 0));
    __u16 zero = 0;
    bpf_skb_store_bytes(skb, 40, &zero, 2, 0);
    see(7, bpf_l4_csum_replace(skb, 40, 5, 6, 2 | BPF_F_MARK_MANGLED_0));
    see_field(skb, 8, 40);
    see(9, bpf_l4_csum_replace(skb, 40, 0, 0, 2 | BPF_F_MARK_MANGLED_0 | BPF_F_MARK_ENFORCE));
    see_field(skb, 10, 40);
    see(11, bpf_l4_csum_replace(skb, 40, 0, 0xffff, 2 | BPF_F_MARK_MANGLED_0));
    see_field(skb, 12, 40);
    see(13, bpf_l4_csum_replace(skb, 40, 0, 0xffff, 0x100));
    see(14, bpf_l4_csum_replace(skb, 41, 0, 0xffff, 2));
    see(15, bpf_l4_csum_replace(skb, skb->len, 0, 0xffff, 2));
    see(16, bpf_l4_csum_replace(skb, 40, 0, 0xffff, 6));
    return 0;
}

SEC("tc") int sums(struct __sk_buff *skb) {
    __u32 words[8] = {0};
    bpf_skb_load_bytes(skb, 4, words, 20);
    words[6] = 0xffffffff;
    see(0, bpf_csum_diff(0, 0, words, 20, 0));
    see(1, bpf_csum_diff(words, 20, 0, 0, 0));
    see(2, bpf_csum_diff(words, 8, words + 2, 12, 0xffff1234));
    see(3, bpf_csum_diff(words + 6, 4, 0, 0, 0));
    see(4, bpf_csum_diff(0, 0, words + 6, 4, 0));
    see(5, bpf_csum_diff(0, 0, words + 7, 4, 0));
    see(6, bpf_csum_diff(words + 7, 4, 0, 0, 0));
    see(7, bpf_csum_diff(words, 3, words, 4, 0));
    see(8, bpf_csum_diff(words + 7, 4, words + 7, 4, 0));
    see(9, bpf_csum_update(skb, 0x1234));
    see(10, bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    see(11, bpf_csum_level(skb, BPF_CSUM_LEVEL_INC));
    see(12, bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    for (int i = 0; i < 4; i++) {
        bpf_csum_level(skb, BPF_CSUM_LEVEL_INC);
    }
    see(13, bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    see(14, bpf_csum_level(skb, BPF_CSUM_LEVEL_DEC));
    see(15, bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    see(16, bpf_csum_level(skb, BPF_CSUM_LEVEL_RESET));
    see(17, bpf_csum_level(skb, BPF_CSUM_LEVEL_QUERY));
    see(18, bpf_csum_level(skb, 4));
    see(19, bpf_csum_diff(0, 0, 0, 0, 0xffff1234));
    see(20, bpf_csum_diff(words, 7, words + 2, 10, 0x12345678));
    see(21, bpf_csum_diff(0, 0, words, 5, -1));
    see(22, bpf_csum_diff(words, 9, 0, 0, 0xffff0000));
    see(23, bpf_csum_diff(words + 6, 4, words + 7, 4, 0));
    return 0;
}
