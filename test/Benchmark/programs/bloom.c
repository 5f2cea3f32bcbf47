/* SPDX-License-Identifier: Apache-2.0 */
/* Bloom filter of flows in global data: was this one seen? Three bits of a 2048-bit set. */
#include "headers.h"

enum { BITS = 2048 };
static u64 set[BITS / 64];
static u32 seen, added;

INLINE u32 finish(u32 h) {
    h = (h ^ h >> 16) * 0x7feb352d;
    h = (h ^ h >> 15) * 0x846ca68b;
    return h ^ h >> 16;
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at || at + 4 > end) {
        return XDP_PASS;
    }
    u32 a = finish(ip->from ^ ip->protocol), b = finish(ip->to + *(u32 *)at) | 1;
    u32 known = 1;
    NO_UNROLL
    for (int i = 0; i < 3; i++, a += b) {
        u64 bit = 1ull << (a % 64);
        u64 *word = &set[a / 64 % (BITS / 64)];
        known &= (*word & bit) != 0;
        *word |= bit;
    }
    seen += known;
    added += !known;
    return added << 16 | seen << 1 | known;
}
