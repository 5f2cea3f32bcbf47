// SPDX-License-Identifier: Apache-2.0
// Adds up a table with a callback for each element, and in a counted loop.
// MAP table u32 = u64
// MAP sums u32 = u64
#include "net.h"

MAP(table, HASH, 32, __u32, __u64);
MAP(sums, ARRAY, 4, __u32, __u64);

struct sum {
    __u64 value;
    __u64 limit;
};

static long add_entry(void *map, const __u32 *key, __u64 *value, struct sum *sum) {
    sum->value += *key ^ *value;
    return 0;
}

static long add_round(__u32 index, struct sum *sum) {
    sum->value = sum->value * 3 + index;
    return index >= sum->limit;
}

static __always_inline void store(__u32 index, __u64 value) {
    __u64 *slot = bpf_map_lookup_elem(&sums, &index);
    if (slot) {
        *slot += value;
    }
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    __u32 key = (__u32)(p.end - p.data) & 31;
    __u64 value = p.proto;
    bpf_map_update_elem(&table, &key, &value, BPF_ANY);
    struct sum sum = {.limit = key};
    long entries = bpf_for_each_map_elem(&table, add_entry, &sum, 0);
    store(0, sum.value);
    store(1, entries);
    sum.value = 1;
    store(2, bpf_loop(40, add_round, &sum, 0));
    store(3, sum.value);
    return entries > 8 ? XDP_TX : XDP_PASS;
}
