// SPDX-License-Identifier: Apache-2.0
// Takes IPIP, 6in4 and plain GRE headers off.
// MAP inner u32 = u64
#include "net.h"

MAP(inner, HASH, 16, __u32, __u64);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end) || p.tags) {
        return XDP_PASS;
    }
    struct iphdr *ip = parse_ip4(&p);
    if (!ip) {
        return XDP_PASS;
    }
    __u32 key = ip->protocol, away = sizeof(*ip);
    __be16 proto = bpf_htons(key == IPPROTO_IPV6 ? ETH_P_IPV6 : ETH_P_IP);
    if (key == IPPROTO_GRE) {
        __be16 *gre = (void *)(ip + 1);
        if ((void *)(gre + 2) > p.end || gre[0]) {
            return XDP_DROP;
        }
        proto = gre[1];
        away += 4;
    } else if (key != IPPROTO_IPIP && key != IPPROTO_IPV6) {
        return XDP_PASS;
    }
    struct ethhdr kept = *p.ether;
    kept.h_proto = proto;
    if (bpf_xdp_adjust_head(ctx, away)) {
        return XDP_ABORTED;
    }
    __u64 one = 1, *count = bpf_map_lookup_elem(&inner, &key);
    if (count) {
        *count += 1;
    } else {
        bpf_map_update_elem(&inner, &key, &one, BPF_ANY);
    }
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    if ((void *)(ether + 1) > end) {
        return XDP_DROP;
    }
    *ether = kept;
    return XDP_TX;
}
