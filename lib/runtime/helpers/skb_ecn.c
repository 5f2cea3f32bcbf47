/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_ecn_set_ce: marks a packet whose sender can be told of congestion (RFC 3168). */
#include "helpers/skb_csum.h"

enum { CONGESTED = 3, ECN_CAPABLE = 3, VLAN_DEPTH_MAX = 8 };

/* The protocol behind VLAN tags that are in the packet; 0: there is none. */
static uint32_t protocol_of(const struct bpf_aot_skb *skb) {
    uint32_t protocol = skb->protocol;
    const uint8_t *at = (const uint8_t *)skb->mac_header + RT_ETH_BYTES;
    for (int depth = 1; rt_is_vlan(protocol); depth++, at += RT_VLAN_BYTES) {
        if (depth == VLAN_DEPTH_MAX || rt_skb_offset(skb, at) + RT_VLAN_BYTES > (int32_t)skb->len) {
            return 0;
        }
        protocol = rt_load16(at + 2);
    }
    return protocol;
}

static int64_t mark_ip4(uint8_t *header) {
    uint32_t next = (header[1] + 1u) & ECN_CAPABLE; /* 1: not capable, 0: marked already */
    if (!(next & 2)) {
        return !next;
    }
    /* The word grows by 3 - ecn, so the checksum shrinks by it (RFC 1624). */
    uint32_t less = rt_network16(0xfffb + next);
    rt_store16(header + 10, rt_csum_sum16((uint32_t)rt_load16(header + 10) + less));
    header[1] |= CONGESTED;
    return 1;
}

static int64_t mark_ip6(struct bpf_aot_skb *skb, uint8_t *header) {
    if (!(header[1] >> 4 & ECN_CAPABLE)) {
        return 0;
    }
    uint32_t offset = (uint32_t)rt_skb_offset(skb, header);
    rt_skb_csum_pulled(skb, header, 4, offset);
    header[1] |= CONGESTED << 4;
    rt_skb_csum_pushed(skb, header, 4, offset);
    return 1;
}

int64_t bpf_aot_skb_ecn_set_ce(void *ctx) {
    struct bpf_aot_skb *skb = ctx;
    uint32_t protocol = protocol_of(skb);
    bool is_ip4 = protocol == rt_network16(RT_ETHERTYPE_IPV4);
    int32_t needed = is_ip4 ? RT_IPV4_BYTES : RT_IPV6_BYTES;
    if (!is_ip4 && protocol != rt_network16(RT_ETHERTYPE_IPV6)) {
        return 0;
    }
    if (rt_skb_offset(skb, skb->network_header) + needed > (int32_t)rt_skb_linear(skb)) {
        return 0;
    }
    return is_ip4 ? mark_ip4(skb->network_header) : mark_ip6(skb, skb->network_header);
}
