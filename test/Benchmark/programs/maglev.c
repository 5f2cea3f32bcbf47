/* SPDX-License-Identifier: Apache-2.0 */
/* Consistent hashing with 64-bit multiplication, division and remainder: of the back ends whose
 * permutation reaches the flow's slot of the table first (Maglev), and one weighted by a fraction.
 */
#include "headers.h"

enum { BACK_ENDS = 5 };
static const u64 seeds[BACK_ENDS] = {0x9ae16a3b2f90404full, 0xc949c7defeb3a2d7ull,
                                     0x8f14e45fceea167aull, 0xd41d8cd98f00b204ull,
                                     0x6512bd43d9caa6e0ull};

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at || at + 4 > end) {
        return XDP_PASS;
    }
    u64 flow = ((u64)ip->from << 32 | ip->to) * 0x9e3779b97f4a7c15ull ^ *(u32 *)at;
    u64 size = (flow & 1 ? 65537 : 251);
    u64 slot = flow % size, best = ~0ull, chosen = 0;
    NO_UNROLL
    for (u32 i = 0; i < BACK_ENDS; i++) {
        u64 hash = seeds[i] * (size | 1);
        u64 offset = hash % size, skip = (hash >> 32) % (size - 1) + 1;
        u64 distance = (slot + size - offset) * (skip * 0x10001) % size;
        if (distance < best) {
            best = distance;
            chosen = i;
        }
    }
    u64 weighted = flow / (best * 1000 + size * 3 + 7);
    return (u32)(chosen << 28) ^ (u32)slot ^ FOLD(weighted);
}
