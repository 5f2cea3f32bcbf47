/* SPDX-License-Identifier: Apache-2.0 */
/* Toeplitz hash of an IPv4 flow as network cards compute it for receive side scaling. */
#include "headers.h"

static const u32 key[11] = {0x6d5a56da, 0x255b0ec2, 0x4167253d, 0x43a38fb0, 0xd0ca2bcb, 0xae7b30b4,
                            0x77cb2da3, 0x8030f20c, 0x6a42b73b, 0xbeac01fa, 0};

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at || at + 4 > end || (ip->protocol != IP_TCP && ip->protocol != IP_UDP)) {
        return XDP_PASS;
    }
    u32 words[3] = {BE32(ip->from), BE32(ip->to), BE32(*(u32 *)at)};
    u32 hash = 0;
    NO_UNROLL
    for (int i = 0; i < 3; i++) {
        u32 word = words[i], high = key[i], low = key[i + 1];
        NO_UNROLL
        for (int bit = 0; bit < 32; bit++) {
            if (word & 0x80000000) {
                hash ^= high;
            }
            word <<= 1;
            high = high << 1 | low >> 31;
            low <<= 1;
        }
    }
    return hash;
}
