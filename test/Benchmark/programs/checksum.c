/* SPDX-License-Identifier: Apache-2.0 */
/* The internet checksum (RFC 1071) of a TCP or UDP segment of any length, pseudo header included.
 */
#include "headers.h"

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at) {
        return XDP_PASS;
    }
    u32 bytes = 0;
    u64 sum = (u64)ip->from + ip->to + BE16((u16)ip->protocol);
    NO_UNROLL
    for (int i = 0; i < 760; i++) {
        if (at + 2 > end) {
            break;
        }
        sum += *(u16 *)at;
        at += 2;
        bytes += 2;
    }
    if (at + 1 <= end) {
        sum += BE16((u16)(*at << 8));
        bytes++;
    }
    sum += BE16((u16)bytes);
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16 & 0xffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (u16)~sum;
}
