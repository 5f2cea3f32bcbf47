/* SPDX-License-Identifier: Apache-2.0 */
/* A timer in a value, which the first packet arms: its errors, and what its callback sees. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

enum { MONOTONIC = 1, UNKNOWN_FLAG = 4, CASES = 8 };

struct value {
    __u64 fired;
    struct bpf_timer timer;
    __u64 key;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, struct value);
} values SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CASES);
    __type(key, __u32);
    __type(value, __s64);
} results SEC(".maps");

static void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

static int fire(void *map, __u32 *key, struct value *value) {
    value->fired++;
    value->key = *key + 100;
    note(7, bpf_timer_cancel(&value->timer));
    return 0;
}

SEC("xdp") int use_timer(struct xdp_md *ctx) {
    __u32 key = 1;
    struct value *value = bpf_map_lookup_elem(&values, &key);
    if (!value) {
        return XDP_ABORTED;
    }
    if (bpf_timer_init(&value->timer, &values, MONOTONIC)) {
        return XDP_PASS;
    }
    note(1, bpf_timer_init(&value->timer, &values, MONOTONIC));
    note(2, bpf_timer_start(&value->timer, 0, 0));
    note(3, bpf_timer_set_callback(&value->timer, fire));
    note(4, bpf_timer_start(&value->timer, 0, UNKNOWN_FLAG));
    note(5, bpf_timer_start(&value->timer, 0, 0));
    return XDP_TX;
}
