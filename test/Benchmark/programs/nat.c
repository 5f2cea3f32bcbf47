/* SPDX-License-Identifier: Apache-2.0 */
/* Rewrites address, port and TTL of a packet and corrects the checksums (RFC 1624, equation 3). */
#include "headers.h"

static const struct {
    u32 to;
    u16 port;
} back_ends[4] = {{0x0a010203, 8080}, {0x0a010204, 8081}, {0x0a01fffe, 443}, {0xc0a80a01, 9000}};

INLINE u16 update(u16 checksum, u32 old, u32 new) {
    u32 sum = (u16)~checksum;
    sum += (u16)~old + (u16) ~(old >> 16);
    sum += (u16)new + (u16)(new >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (u16)~sum;
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at || at + sizeof(struct tcp) > end || ip->ttl < 2) {
        return XDP_PASS;
    }
    u16 *ports = (u16 *)at, *checksum;
    if (ip->protocol == IP_TCP) {
        checksum = &((struct tcp *)at)->checksum;
    } else if (ip->protocol == IP_UDP) {
        checksum = &((struct udp *)at)->checksum;
    } else {
        return XDP_PASS;
    }
    u32 chosen = (BE32(ip->from) ^ BE16(ports[0])) & 3;
    u32 to = BE32(back_ends[chosen].to);
    u16 port = BE16(back_ends[chosen].port);
    *checksum = update(update(*checksum, ip->to, to), ports[1], port);
    ip->checksum = update(ip->checksum, ip->to, to);
    ip->to = to;
    ports[1] = port;
    u32 before = BE16((u16)(ip->ttl << 8 | ip->protocol));
    ip->ttl--;
    ip->checksum = update(ip->checksum, before, BE16((u16)(ip->ttl << 8 | ip->protocol)));
    return XDP_TX;
}
