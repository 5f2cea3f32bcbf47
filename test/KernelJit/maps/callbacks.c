/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers that call back: a loop over the packet's bytes, and one over a map's elements. */
#include "maps.h"

MAP(sums, BPF_ARRAY, u32, u64, 8);

struct state {
    u64 sum;
    u32 seed;
};

static long step(u32 index, struct state *state) {
    state->sum = state->sum * 31 + (index ^ state->seed);
    return state->sum % 251 == 0;
}

static long visit(const void *map, u32 *key, u64 *value, struct state *state) {
    state->sum ^= *value * (*key + 1);
    *value += state->seed;
    return *key == 5;
}

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if ((u8 *)(ip + 1) > end) {
        return XDP_DROP;
    }
    struct state state = {1, ip->id};
    long looped = loop(100, step, &state, 0);
    long visited = for_each(&sums, visit, &state, 0);
    return FOLD(state.sum) ^ (u32)looped << 8 ^ (u32)visited;
}
