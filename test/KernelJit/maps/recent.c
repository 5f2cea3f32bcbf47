/* SPDX-License-Identifier: Apache-2.0 */
/* Sources in an LRU hash, with what the last packet of each was; a value for each CPU beside it. */
#include "maps.h"

MAP(recent, BPF_LRU_HASH, u32, u64, 64);
MAP(work, BPF_PERCPU_ARRAY, u32, u64, 4);

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if ((u8 *)(ip + 1) > end) {
        return XDP_DROP;
    }
    u32 source = ip->from & BE32(7), index = ip->protocol & 3;
    u64 *done = lookup(&work, &index);
    u64 now = (u64)ip->id << 32 | (u32)(end - packet);
    if (!done) {
        return XDP_ABORTED;
    }
    *done += now;
    u64 *last = lookup(&recent, &source);
    u32 result = last ? FOLD(*last ^ *done) : (u32)*done;
    update(&recent, &source, &now, BPF_ANY);
    return result;
}
