/* SPDX-License-Identifier: Apache-2.0 */
/* Hash of the name in a DNS query, letters in lower case, with the number of labels. */
#include "headers.h"

enum { NAME_MAX = 255, DNS_PORT = 53 };

PROG {
    u8 *end = END(ctx);
    struct ip4 *ip;
    u8 *at = behind_ip4(DATA(ctx), end, &ip);
    struct udp *udp = (struct udp *)at;
    if (!at || at + sizeof(*udp) + 12 > end || ip->protocol != IP_UDP) {
        return XDP_PASS;
    }
    if (udp->to != BE16(DNS_PORT)) {
        return XDP_PASS;
    }
    at += sizeof(*udp) + 12;
    u32 hash = 5381, labels = 0, left = 0;
    NO_UNROLL
    for (int i = 0; i < NAME_MAX; i++) {
        if (at + 1 > end) {
            return XDP_DROP;
        }
        u32 byte = *at++;
        if (left == 0) {
            if (byte == 0) {
                return hash ^ labels << 27;
            }
            if (byte > 63) {
                return XDP_DROP;
            }
            left = byte;
            labels++;
            continue;
        }
        left--;
        if (byte - 'A' < 26) {
            byte |= 0x20;
        }
        hash = hash * 33 + byte;
    }
    return XDP_DROP;
}
