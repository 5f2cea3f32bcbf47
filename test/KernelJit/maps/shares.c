/* SPDX-License-Identifier: Apache-2.0 */
/* Values for each CPU in a hash: kernels that have them in line find a pointer in the element. */
#include "maps.h"

struct share {
    u64 packets, bytes;
};
MAP(shares, BPF_PERCPU_HASH, u16, struct share, 32);

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    if ((u8 *)(eth + 1) > end) {
        return XDP_DROP;
    }
    u16 type = eth->type;
    struct share *share = lookup(&shares, &type);
    if (!share) {
        struct share fresh = {1, (u64)(end - packet)};
        return (u32)update(&shares, &type, &fresh, BPF_NOEXIST) << 8 | XDP_PASS;
    }
    share->packets += 1;
    share->bytes += (u64)(end - packet);
    return (u32)(share->packets << 20 ^ share->bytes << 4) | XDP_TX;
}
