/* SPDX-License-Identifier: Apache-2.0 */
/* Packets and bytes by protocol in two arrays, whose lookups kernels have in line on 64-bit
 * machines, at an index that the packet says and at one that is constant. */
#include "maps.h"

struct counter {
    u64 packets, bytes;
    u32 last;
};
MAP(counters, BPF_ARRAY, u32, struct counter, 20); /* 24 bytes a value: no power of two */
MAP(totals, BPF_ARRAY, u32, u64, 2);

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    u32 zero = 0, one = 1;
    u64 *all = lookup(&totals, &zero), *short_ones = lookup(&totals, &one);
    if (!all || !short_ones) {
        return XDP_ABORTED;
    }
    *all += 1;
    if ((u8 *)(ip + 1) > end) {
        *short_ones += 1;
        return (u32)*short_ones << 16 | XDP_DROP;
    }
    u32 key = ip->protocol;
    struct counter *counter = lookup(&counters, &key);
    if (!counter) {
        return (u32)*all << 16 | XDP_PASS;
    }
    counter->packets += 1;
    counter->bytes += (u64)(end - packet);
    counter->last = (u32)*all;
    return (u32)(counter->packets << 24 ^ counter->bytes << 8) | XDP_TX;
}
