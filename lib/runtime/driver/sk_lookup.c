/* SPDX-License-Identifier: Apache-2.0 */
/* The context of an sk_lookup program, from the frame that somebody sent to this host. */
#include "driver/skb.h"
#include "helpers/skb.h"

enum { FAMILY_INET = 2, FAMILY_INET6 = 10, TCP = 6, UDP = 17 };

static void fill_ports(struct bpf_aot_sk_lookup *lookup, uint32_t protocol, const uint8_t *ports) {
    lookup->protocol = protocol;
    lookup->remote_port = rt_load16(ports);
    lookup->local_port = rt_network16(rt_load16(ports + 2));
}

static bool has_ports(uint32_t protocol) {
    return protocol == TCP || protocol == UDP;
}

void bpf_aot_sk_lookup_fill(struct bpf_aot_sk_lookup *lookup, const uint8_t *frame,
                            uint32_t size_bytes) {
    *lookup = (struct bpf_aot_sk_lookup){0};
    const uint8_t *ip = frame + RT_ETH_BYTES;
    uint32_t left = size_bytes > RT_ETH_BYTES ? size_bytes - RT_ETH_BYTES : 0;
    uint16_t type = left ? rt_load16(ip - 2) : 0;
    if (type == rt_network16(RT_ETHERTYPE_IPV4) && left >= RT_IPV4_BYTES && has_ports(ip[9])) {
        uint32_t header_bytes = (ip[0] & 15u) * 4;
        if (left >= header_bytes + 4) {
            lookup->family = FAMILY_INET;
            lookup->remote_ip4 = rt_load32(ip + 12);
            lookup->local_ip4 = rt_load32(ip + 16);
            fill_ports(lookup, ip[9], ip + header_bytes);
        }
    } else if (type == rt_network16(RT_ETHERTYPE_IPV6) && left >= RT_IPV6_BYTES + 4 &&
               has_ports(ip[6])) {
        lookup->family = FAMILY_INET6;
        memcpy(lookup->remote_ip6, ip + 8, sizeof(lookup->remote_ip6));
        memcpy(lookup->local_ip6, ip + 24, sizeof(lookup->local_ip6));
        fill_ports(lookup, ip[6], ip + RT_IPV6_BYTES);
    }
}
