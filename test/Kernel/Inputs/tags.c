/* SPDX-License-Identifier: Apache-2.0 */
/* What tags depend on: subprograms that call each other out of the order in which they stand,
 * callbacks, data sections, maps; two programs that share subprograms. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u64);
} counts SEC(".maps");

static const volatile __u32 limit = 3;
__u64 calls = 5;
__u64 last;

static __noinline __u64 leaf(__u64 x) {
    calls += x;
    return x * limit;
}

static long visit(void *map, const void *key, __u64 *value, __u64 *sum) {
    *sum += leaf(*value);
    return 0;
}

__noinline __u64 walk(__u64 x) {
    __u64 sum = x;
    bpf_for_each_map_elem(&counts, visit, &sum, 0);
    return sum;
}

__noinline __u64 twice(__u64 x) {
    return leaf(x) + walk(x + 1);
}

SEC("xdp")
int first(struct xdp_md *ctx) {
    last = twice(ctx->data_end - ctx->data);
    return leaf(last) & 1 ? XDP_PASS : XDP_DROP;
}

SEC("xdp")
int second(struct xdp_md *ctx) {
    __u32 key = 1;
    __u64 *value = bpf_map_lookup_elem(&counts, &key);
    last = walk(value ? *value : 0x123456789abcdef);
    return twice(last) & 1 ? XDP_PASS : XDP_DROP;
}

char _license[] SEC("license") = "GPL";
