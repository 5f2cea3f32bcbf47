/* SPDX-License-Identifier: Apache-2.0 */
/* Flows in a hash: looked up, made, counted, removed. On 64-bit machines kernels call the map's own
 * function and add the distance to the value in line. The key has no size of a register. */
#include "maps.h"

struct key {
    u32 from, to;
    u16 protocol;
    u16 zero;
    u32 more;
};
struct flow {
    u64 packets;
    u32 bytes, first;
};
MAP(flows, BPF_HASH, struct key, struct flow, 8);
MAP(seen, BPF_HASH, u32, u32, 64);

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if ((u8 *)(ip + 1) > end) {
        return XDP_DROP;
    }
    struct key key = {.protocol = ip->protocol, .to = ip->to & 3};
    u32 bytes = (u32)(end - packet), type = eth->type, one = 1;
    u32 *times = lookup(&seen, &type);
    if (times) {
        *times += 1;
    } else {
        update(&seen, &type, &one, BPF_NOEXIST);
    }
    struct flow *flow = lookup(&flows, &key);
    if (!flow) {
        struct flow fresh = {1, bytes, times ? *times : 0};
        long error = update(&flows, &key, &fresh, BPF_NOEXIST);
        return (u32)error << 8 | XDP_PASS;
    }
    flow->packets += 1;
    flow->bytes += bytes;
    u32 result = (u32)flow->packets << 24 ^ flow->bytes << 8 ^ flow->first << 4;
    if (flow->packets == 3) {
        result ^= (u32)remove(&flows, &key) << 2;
    }
    return result | XDP_TX;
}
