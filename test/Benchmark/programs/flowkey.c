/* SPDX-License-Identifier: Apache-2.0 */
/* Fills a flow key on the stack, for IPv4 and IPv6, and hashes it word by word. */
#include "headers.h"

struct key {
    u32 from[4], to[4];
    u16 ports[2];
    u8 protocol, family;
    u16 vlan;
};

NOINLINE u32 hash_key(const struct key *key) {
    const u32 *word = (const u32 *)key;
    u32 hash = 0x811c9dc5;
    NO_UNROLL
    for (u32 i = 0; i < sizeof(*key) / 4; i++) {
        hash = (hash ^ word[i]) * 0x01000193;
        hash ^= hash >> 15;
    }
    return hash;
}

PROG {
    u8 *at = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)at;
    struct key key = {};
    if ((u8 *)(eth + 1) > end) {
        return XDP_DROP;
    }
    at = (u8 *)(eth + 1);
    u32 type = eth->type;
    if (type == BE16(ETH_VLAN)) {
        struct vlan *vlan = (struct vlan *)at;
        if ((u8 *)(vlan + 1) > end) {
            return XDP_DROP;
        }
        key.vlan = vlan->tag & BE16(0xfff);
        type = vlan->type;
        at += sizeof(*vlan);
    }
    if (type == BE16(ETH_IP4)) {
        struct ip4 *ip = (struct ip4 *)at;
        if ((u8 *)(ip + 1) > end) {
            return XDP_DROP;
        }
        key.from[0] = ip->from;
        key.to[0] = ip->to;
        key.protocol = ip->protocol;
        key.family = 4;
        at += (ip->version_ihl & 15) * 4u;
    } else if (type == BE16(ETH_IP6)) {
        struct ip6 *ip = (struct ip6 *)at;
        if ((u8 *)(ip + 1) > end) {
            return XDP_DROP;
        }
        __builtin_memcpy(key.from, ip->from, 16);
        __builtin_memcpy(key.to, ip->to, 16);
        key.protocol = ip->next;
        key.family = 6;
        at += sizeof(*ip);
    } else {
        return XDP_PASS;
    }
    if ((key.protocol == IP_TCP || key.protocol == IP_UDP) && at + 4 <= end) {
        key.ports[0] = ((u16 *)at)[0];
        key.ports[1] = ((u16 *)at)[1];
    }
    return hash_key(&key);
}
