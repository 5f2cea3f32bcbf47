// SPDX-License-Identifier: Apache-2.0
// VLAN tags, pushed and popped more often than there are any.
#include "seen.h"

SEC("tc") int push(struct __sk_buff *skb) {
    see(0, bpf_skb_vlan_push(skb, bpf_htons(0x8100), 7));
    see_packet(skb, 10);
    see(1, bpf_skb_vlan_push(skb, bpf_htons(0x88a8), 0xffff));
    see_packet(skb, 20);
    see(2, bpf_skb_vlan_push(skb, bpf_htons(0x1234), 0xabcd));
    see_packet(skb, 30);
    return 0;
}

SEC("tc") int pop(struct __sk_buff *skb) {
    see(0, bpf_skb_vlan_pop(skb));
    see_packet(skb, 10);
    see(1, bpf_skb_vlan_pop(skb));
    see_packet(skb, 20);
    see(2, bpf_skb_vlan_pop(skb));
    see_packet(skb, 30);
    for (int i = 0; i < 5; i++) {
        see(3, bpf_skb_vlan_pop(skb));
    }
    return 0;
}

SEC("tc") int push_pop(struct __sk_buff *skb) {
    see(0, bpf_skb_vlan_push(skb, bpf_htons(0x8100), 7));
    see(1, bpf_skb_vlan_push(skb, bpf_htons(0x88a8), 8));
    see(2, bpf_skb_vlan_pop(skb));
    see_packet(skb, 10);
    see(3, bpf_skb_vlan_pop(skb));
    see_packet(skb, 20);
    see(4, bpf_skb_vlan_push(skb, bpf_htons(0x88a8), 0));
    see(5, bpf_skb_vlan_push(skb, bpf_htons(0x8100), 0));
    see(6, bpf_skb_change_head(skb, 3, 0));
    see(7, bpf_skb_vlan_push(skb, bpf_htons(0x8100), 1));
    see_packet(skb, 30);
    see(8, bpf_skb_vlan_pop(skb));
    see(9, bpf_skb_vlan_pop(skb));
    see_packet(skb, 40);
    return 0;
}
