/* SPDX-License-Identifier: Apache-2.0 */
/* Classifier: a class by EtherType, IP protocol, ICMP type and well-known port. */
#include "headers.h"

static u32 counts[32];

INLINE u32 by_port(u32 port) {
    switch (port) {
    case 20:
    case 21:
        return 1;
    case 22:
        return 2;
    case 25:
    case 465:
    case 587:
        return 3;
    case 53:
        return 4;
    case 67:
    case 68:
        return 5;
    case 80:
    case 8080:
        return 6;
    case 123:
        return 7;
    case 161:
    case 162:
        return 8;
    case 179:
        return 9;
    case 443:
        return 10;
    case 500:
    case 4500:
        return 11;
    case 4789:
        return 12;
    default:
        return port < 1024 ? 13 : 14;
    }
}

INLINE u32 by_icmp_type(u32 type) {
    switch (type) {
    case 0:
    case 8:
        return 15;
    case 3:
        return 16;
    case 5:
        return 17;
    case 11:
        return 18;
    case 13:
    case 14:
        return 19;
    default:
        return 20;
    }
}

INLINE u32 by_protocol(u32 protocol, u8 *at, u8 *end) {
    switch (protocol) {
    case IP_ICMP:
        return at + 2 > end ? 0 : by_icmp_type(at[0]);
    case 2:
        return 21;
    case 4:
    case 41:
        return 22;
    case IP_TCP:
    case IP_UDP:
        return at + 4 > end ? 0 : by_port(BE16(((u16 *)at)[1]));
    case 47:
        return 23;
    case 50:
    case 51:
        return 24;
    case 89:
        return 25;
    case 132:
        return 26;
    default:
        return 27;
    }
}

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    u32 class;
    if ((u8 *)(eth + 1) > end) {
        return XDP_DROP;
    }
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    switch (BE16(eth->type)) {
    case ETH_IP4:
        if ((u8 *)(ip + 1) > end) {
            return XDP_DROP;
        }
        class = by_protocol(ip->protocol, (u8 *)ip + (ip->version_ihl & 15) * 4u, end);
        break;
    case ETH_ARP:
        class = 28;
        break;
    case ETH_IP6:
        class = 29;
        break;
    case ETH_LLDP:
        class = 30;
        break;
    default:
        class = 31;
        break;
    }
    return ++counts[class & 31] << 8 | class;
}
