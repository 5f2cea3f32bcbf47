/* SPDX-License-Identifier: Apache-2.0 */
/* Longest prefixes in a trie that grows with the packets, and a queue of what was learned. */
#include "maps.h"

struct prefix {
    u32 bits, address;
};
struct {
    int (*type)[BPF_LPM_TRIE];
    struct prefix *key;
    u32 *value;
    int (*max_entries)[16];
    int (*map_flags)[BPF_F_NO_PREALLOC];
} routes __attribute__((section(".maps"), used));
struct {
    int (*type)[BPF_QUEUE];
    u32 *value;
    int (*max_entries)[4];
} learned __attribute__((section(".maps"), used));

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    u32 oldest = 0;
    if ((u8 *)(ip + 1) > end) {
        return XDP_DROP;
    }
    struct prefix prefix = {32, ip->to};
    u32 *route = lookup(&routes, &prefix);
    if (route) {
        *route += 1;
        return *route << 8 | XDP_TX;
    }
    prefix.bits = 14 + (ip->id & 7);
    u32 id = ip->id;
    long error = update(&routes, &prefix, &id, BPF_ANY);
    if (push(&learned, &id, 0)) {
        error ^= pop(&learned, &oldest);
    }
    return (u32)error << 20 ^ oldest << 4 ^ id;
}
