/* SPDX-License-Identifier: Apache-2.0 */
/* Decodes base64 at the start of a TCP payload into a buffer on the stack and sums it up. */
#include "headers.h"

INLINE u32 digit(u32 c) {
    if (c - 'A' < 26) {
        return c - 'A';
    }
    if (c - 'a' < 26) {
        return c - 'a' + 26;
    }
    if (c - '0' < 10) {
        return c - '0' + 52;
    }
    return c == '+' ? 62 : c == '/' ? 63 : 64;
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    struct tcp *tcp = (struct tcp *)at;
    if (!at || (u8 *)(tcp + 1) > end || ip->protocol != IP_TCP) {
        return XDP_PASS;
    }
    at += (tcp->words >> 4) * 4u;
    u8 out[48] = {};
    u32 used = 0, sum = 0;
    NO_UNROLL
    for (int i = 0; i < 16; i++) {
        if (at + 4 > end) {
            break;
        }
        u32 a = digit(at[0]), b = digit(at[1]), c = digit(at[2]), d = digit(at[3]);
        if ((a | b | c | d) & 64) {
            break;
        }
        out[i * 3] = (u8)(a << 2 | b >> 4);
        out[i * 3 + 1] = (u8)(b << 4 | c >> 2);
        out[i * 3 + 2] = (u8)(c << 6 | d);
        used += 3;
        at += 4;
    }
    NO_UNROLL
    for (u32 i = 0; i < 48; i++) {
        sum = sum * 31 + out[i];
    }
    return sum ^ used << 24;
}
