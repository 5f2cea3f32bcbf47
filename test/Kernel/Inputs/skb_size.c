// SPDX-License-Identifier: Apache-2.0
// Longer and shorter packets: at the tail, at the head, up to the limits.
#include "seen.h"

SEC("tc") int tail(struct __sk_buff *skb) {
    __u32 len = skb->len;
    see(0, bpf_skb_change_tail(skb, len + 100, 0));
    see_packet(skb, 20);
    see(1, bpf_skb_change_tail(skb, len - 1, 0));
    see_packet(skb, 30);
    see(2, bpf_skb_change_tail(skb, len + 3, 0));
    see(3, bpf_skb_change_tail(skb, len, 1));
    see(4, bpf_skb_change_tail(skb, 13, 0));
    see(5, bpf_skb_change_tail(skb, 14 + (len & 31), 0));
    see_packet(skb, 40);
    see(6, bpf_skb_change_tail(skb, len + 40, 0));
    see(7, bpf_skb_change_tail(skb, 16065, 0));
    see(8, bpf_skb_change_tail(skb, -1, 0));
    return 0;
}

SEC("tc") int long_tail(struct __sk_buff *skb) {
    see(0, bpf_skb_change_tail(skb, 16064, 0));
    see_packet(skb, 20);
    see(1, bpf_skb_change_head(skb, 1, 0));
    see(2, bpf_skb_adjust_room(skb, 4, BPF_ADJ_ROOM_MAC, 0));
    see(3, bpf_skb_change_tail(skb, 3000, 0));
    see(4, bpf_skb_change_head(skb, 100, 0));
    return 0;
}

SEC("tc") int head(struct __sk_buff *skb) {
    see(0, bpf_skb_change_head(skb, 14, 0));
    see_packet(skb, 20);
    see(1, bpf_skb_change_head(skb, 1, 0));
    see_packet(skb, 30);
    see(2, bpf_skb_change_head(skb, 1, 1));
    see(3, bpf_skb_change_head(skb, 16000, 0));
    see(4, bpf_skb_change_head(skb, -1, 0));
    see(5, bpf_skb_change_head(skb, 0, 0));
    see(6, bpf_skb_adjust_room(skb, 5, BPF_ADJ_ROOM_MAC, 0));
    see(7, bpf_skb_adjust_room(skb, -9, BPF_ADJ_ROOM_NET, 0));
    see(8, bpf_skb_change_tail(skb, 20, 0));
    see(9, bpf_skb_change_tail(skb, 60, 0));
    see_packet(skb, 40);
    return 0;
}

SEC("tc") int long_head(struct __sk_buff *skb) {
    see(0, bpf_skb_change_head(skb, 12000, 0));
    see_packet(skb, 20);
    see(1, bpf_skb_change_tail(skb, 15000, 0));
    return 0;
}

SEC("tc") int encapsulated(struct __sk_buff *skb) {
    see(0, bpf_skb_adjust_room(skb, 20, BPF_ADJ_ROOM_MAC, BPF_F_ADJ_ROOM_ENCAP_L3_IPV4));
    see(1, bpf_skb_change_tail(skb, skb->len - 1, 0));
    see_packet(skb, 20);
    return 0;
}

SEC("lwt_xmit") int lwt_size(struct __sk_buff *skb) {
    see(0, bpf_skb_change_head(skb, 14, 0));
    see(1, bpf_skb_change_tail(skb, skb->len + 9, 0));
    see(2, bpf_skb_change_head(skb, 200, 0));
    see(3, skb->len);
    return 0;
}
