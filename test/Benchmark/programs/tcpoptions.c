/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet, up to two VLAN tags, IPv4 or IPv6 with a hop-by-hop header, TCP and its options. */
#include "headers.h"

enum { OPTIONS_MAX = 12 };

INLINE u8 *to_transport(u8 *at, u8 *end, u32 type, u32 *protocol) {
    if (type == ETH_IP4) {
        struct ip4 *ip = (struct ip4 *)at;
        if ((u8 *)(ip + 1) > end || ip->version_ihl >> 4 != 4) {
            return 0;
        }
        *protocol = ip->protocol;
        return at + (ip->version_ihl & 15) * 4u;
    }
    struct ip6 *ip = (struct ip6 *)at;
    if (type != ETH_IP6 || (u8 *)(ip + 1) > end) {
        return 0;
    }
    *protocol = ip->next;
    at += sizeof(*ip);
    if (*protocol == 0) {
        if (at + 8 > end) {
            return 0;
        }
        *protocol = at[0];
        at += (at[1] & 15) * 8u + 8;
    }
    return at;
}

INLINE u32 be32(const u8 *at) {
    return (u32)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3];
}

/* What an option adds to the fingerprint of the connection. Its length is left unlooked at: the
 * kernel's verifier would follow every sum of the lengths that were compared. */
INLINE u32 option_value(const u8 *at, u32 kind) {
    switch (kind) {
    case 2:
        return at[2] << 8 | at[3];
    case 3:
        return (u32)at[2] << 16;
    case 4:
        return 1u << 24;
    case 8:
        return ROTATE_32(be32(at + 2), 7) + ROTATE_32(be32(at + 6), 19);
    default:
        return 0;
    }
}

PROG {
    u8 *at = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)at;
    if ((u8 *)(eth + 1) > end) {
        return XDP_DROP;
    }
    u32 type = BE16(eth->type), protocol = 0, tags = 0;
    at = (u8 *)(eth + 1);
    NO_UNROLL
    for (int i = 0; i < 2 && type == ETH_VLAN; i++) {
        struct vlan *vlan = (struct vlan *)at;
        if ((u8 *)(vlan + 1) > end) {
            return XDP_DROP;
        }
        tags = tags << 12 | (BE16(vlan->tag) & 0xfff);
        type = BE16(vlan->type);
        at += sizeof(*vlan);
    }
    at = to_transport(at, end, type, &protocol);
    struct tcp *tcp = (struct tcp *)at;
    if (!at || protocol != IP_TCP || (u8 *)(tcp + 1) > end) {
        return XDP_PASS;
    }
    u32 sum = BE16(tcp->window);
    u32 left = (tcp->words >> 4) * 4u;
    left = left > 20 ? left - 20 : 0;
    at = (u8 *)(tcp + 1);
    NO_UNROLL
    for (int i = 0; i < OPTIONS_MAX && left; i++) {
        if (at + 12 > end) { /* the longest option that is looked at, and some of what follows */
            break;
        }
        u32 kind = at[0], bytes = kind == 1 ? 1 : at[1];
        if (kind == 0 || bytes == 0 || bytes > left) {
            break;
        }
        sum += option_value(at, kind);
        left -= bytes;
        at += bytes;
    }
    return sum + tags;
}
