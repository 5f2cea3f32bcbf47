/* SPDX-License-Identifier: Apache-2.0 */
/* Packet headers, and the way to a TCP or UDP header that most of these programs begin with. */
#ifndef HEADERS_H
#define HEADERS_H

#include "../bench.h"

enum { ETH_IP4 = 0x0800, ETH_ARP = 0x0806, ETH_VLAN = 0x8100, ETH_IP6 = 0x86dd, ETH_LLDP = 0x88cc };
enum { IP_ICMP = 1, IP_TCP = 6, IP_UDP = 17 };
enum { TCP_FIN = 1, TCP_SYN = 2, TCP_RST = 4, TCP_ACK = 16 };
enum { XDP_ABORTED, XDP_DROP, XDP_PASS, XDP_TX };

struct eth {
    u8 to[6], from[6];
    u16 type;
};

struct vlan {
    u16 tag, type;
};

struct ip4 {
    u8 version_ihl, tos;
    u16 length, id, fragment;
    u8 ttl, protocol;
    u16 checksum;
    u32 from, to;
};

struct ip6 {
    u32 version_flow;
    u16 length;
    u8 next, hops;
    u32 from[4], to[4];
};

struct tcp {
    u16 from, to;
    u32 sequence, ack;
    u8 words, flags;
    u16 window, checksum, urgent;
};

struct udp {
    u16 from, to, length, checksum;
};

/* The first byte behind an untagged IPv4 header, or 0. */
INLINE u8 *behind_ip4(u8 *packet, u8 *end, struct ip4 **out) {
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if ((u8 *)(ip + 1) > end || eth->type != BE16(ETH_IP4)) {
        return 0;
    }
    u32 bytes = (ip->version_ihl & 15) * 4u;
    if (bytes < sizeof(*ip)) {
        return 0;
    }
    *out = ip;
    return (u8 *)ip + bytes;
}

#endif
