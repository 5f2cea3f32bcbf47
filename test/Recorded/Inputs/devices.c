// SPDX-License-Identifier: Apache-2.0
// Redirects by protocol through a devmap, to nowhere for what has no entry.
// MAP misses u32 = u32
#include "net.h"

MAP(misses, ARRAY, 4, __u32, __u32);
struct {
    __uint(type, BPF_MAP_TYPE_DEVMAP);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u32);
} ports SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    __u32 key = p.proto == ETH_P_IP ? 0 : p.proto == ETH_P_IPV6 ? 1 : p.proto == ETH_P_ARP ? 3 : 5;
    long result = bpf_redirect_map(&ports, key, XDP_PASS);
    if (result != XDP_REDIRECT) {
        __u32 index = key & 3, *count = bpf_map_lookup_elem(&misses, &index);
        if (count) {
            *count += result;
        }
    }
    return result;
}
