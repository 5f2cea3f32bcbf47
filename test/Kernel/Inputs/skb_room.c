// SPDX-License-Identifier: Apache-2.0
// bpf_skb_adjust_room in all modes, bpf_skb_change_proto both ways.
#include "seen.h"

static __attribute__((always_inline)) void room(struct __sk_buff *skb, __u32 at, int delta,
                                                __u32 mode, __u64 flags) {
    see(at, bpf_skb_adjust_room(skb, delta, mode, flags));
    see_packet(skb, at + 1);
}

/* In turn, whatever the earlier calls left of the packet. */
#define ROOMS(name, d1, m1, f1, d2, m2, f2, d3, m3, f3)                                            \
    SEC("tc") int name(struct __sk_buff *skb) {                                                    \
        room(skb, 0, d1, m1, f1);                                                                  \
        room(skb, 10, d2, m2, f2);                                                                 \
        room(skb, 20, d3, m3, f3);                                                                 \
        return 0;                                                                                  \
    }

#define NET   BPF_ADJ_ROOM_NET
#define MAC   BPF_ADJ_ROOM_MAC
#define FIXED BPF_F_ADJ_ROOM_FIXED_GSO
#define IP4   BPF_F_ADJ_ROOM_ENCAP_L3_IPV4
#define IP6   BPF_F_ADJ_ROOM_ENCAP_L3_IPV6
#define GRE   BPF_F_ADJ_ROOM_ENCAP_L4_GRE
#define UDP   BPF_F_ADJ_ROOM_ENCAP_L4_UDP
#define ETH   BPF_F_ADJ_ROOM_ENCAP_L2_ETH
#define L2(n) BPF_F_ADJ_ROOM_ENCAP_L2((__u64)n)
#define KEEP  BPF_F_ADJ_ROOM_NO_CSUM_RESET
#define FROM4 (1ull << 7) /* BPF_F_ADJ_ROOM_DECAP_L3_IPV4: newer than Debian's header */
#define FROM6 (1ull << 8)

ROOMS(net_room, 20, NET, 0, -8, NET, KEEP, 3, NET, FIXED)
ROOMS(mac_room, 20, MAC, 0, -7, MAC, FIXED, -13, MAC, 0)
ROOMS(ipip, 20, MAC, IP4 | FIXED, 20, MAC, IP4, -20, MAC, FROM4)
ROOMS(ip6ip, 40, MAC, IP6, -40, MAC, FROM6, -20, MAC, FROM4 | FIXED)
ROOMS(gre, 24, MAC, IP4 | GRE, 8, NET, 0, -32, MAC, 0)
ROOMS(vxlan, 50, MAC, IP4 | UDP | ETH | L2(14), 4, MAC, 0, -54, MAC, 0)
ROOMS(gre6_eth, 58, MAC, IP6 | GRE | L2(14), -58, MAC, FROM6, 0, NET, 0)
ROOMS(wrong_encap, 20, MAC, IP4 | IP6, 20, MAC, IP4 | GRE | UDP, 20, MAC, IP4 | ETH | L2(13))
ROOMS(wrong_sizes, 8, MAC, IP4 | L2(9), 0x1000, MAC, 0, -0x1000, MAC, 0)
ROOMS(wrong_flags, 8, MAC, 0x200, -8, MAC, IP4, 8, MAC, FROM4)
ROOMS(wrong_more, -8, MAC, FROM4 | FROM6, 8, 2, 0, -20, NET, 0)
ROOMS(all_of_it, 0xfff, NET, 0, 0xfff, NET, 0, -0xfff, NET, 0)
ROOMS(too_much, 0xfff, MAC, 0, 0xfff, MAC, 0, 0xfff, MAC, 0)
ROOMS(shorter, -1, NET, 0, -2, NET, 0, -4, NET, 0)

SEC("tc") int change_proto(struct __sk_buff *skb) {
    __u16 to4 = bpf_htons(0x0800), to6 = bpf_htons(0x86dd);
    see(0, bpf_skb_change_proto(skb, to6, 1));
    see(1, bpf_skb_change_proto(skb, bpf_htons(0x0806), 0));
    bpf_set_hash(skb, 5);
    see(2, bpf_skb_change_proto(skb, to6, 0));
    see_packet(skb, 10);
    see(3, bpf_skb_change_proto(skb, to4, 0));
    see_packet(skb, 20);
    see(4, bpf_skb_change_proto(skb, to4, 0));
    see_packet(skb, 30);
    see(5, bpf_skb_adjust_room(skb, 20, MAC, IP4));
    see(6, bpf_skb_change_proto(skb, to6, 0));
    see_packet(skb, 40);
    return 0;
}
