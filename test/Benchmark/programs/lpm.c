/* SPDX-License-Identifier: Apache-2.0 */
/* Longest prefix match of both IPv4 addresses in a read-only table: binary search of ranges. */
#include "headers.h"

/* First address of each range in ascending order, and its next hop. */
static const struct range {
    u32 first, hop;
} ranges[16] = {
    {0x00000000, 0}, {0x0a000000, 1}, {0x0a000100, 2}, {0x0a000200, 1},
    {0x0a010000, 3}, {0x0a018000, 4}, {0x0a020000, 5}, {0x0a02ff00, 6},
    {0x0a030000, 1}, {0x0b000000, 0}, {0xac100000, 7}, {0xac200000, 0},
    {0xc0a80000, 8}, {0xc0a80080, 9}, {0xc0a80100, 8}, {0xc0a90000, 0},
};

NOINLINE u32 lookup(u32 address) {
    u32 low = 0, high = 16;
    NO_UNROLL
    for (int i = 0; i < 4; i++) {
        u32 middle = (low + high) / 2;
        if (ranges[middle & 15].first <= address) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return ranges[low & 15].hop;
}

PROG {
    struct ip4 *ip;
    if (!behind_ip4(DATA(ctx), END(ctx), &ip)) {
        return XDP_PASS;
    }
    return lookup(BE32(ip->to)) << 8 | lookup(BE32(ip->from));
}
