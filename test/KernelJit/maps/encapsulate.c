/* SPDX-License-Identifier: Apache-2.0 */
/* Puts an IPv4 header in front of the packet, with its checksum, and takes bytes off its end. */
#include "maps.h"

PROG {
    struct ip4 outer = {.version_ihl = 0x45, .ttl = 64, .protocol = 4};
    u32 bytes = (u32)(END(ctx) - DATA(ctx));
    if (bytes < 60 || adjust_tail(ctx, -4) || adjust_head(ctx, -(int)sizeof(outer))) {
        return XDP_DROP;
    }
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if (packet + sizeof(*eth) + 2 * sizeof(*ip) > end) {
        return XDP_ABORTED;
    }
    outer.length = BE16((u16)(bytes + 2));
    outer.from = BE32(0x0a000001);
    outer.to = BE32(0x0a000002);
    u64 sum = (u64)csum_diff(0, 0, &outer, sizeof(outer), 0);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    outer.checksum = (u16)~sum;
    __builtin_memcpy(eth, packet + sizeof(outer), sizeof(*eth));
    *ip = outer;
    return XDP_TX;
}
