// SPDX-License-Identifier: Apache-2.0
// Wraps IPv4 and IPv6 in IPv4, as load balancers do, with a header checksum of its own.
// MAP tunnels u32 = u32 u32
#include "net.h"

struct stats {
    __u32 packets, bytes;
};
MAP(tunnels, PERCPU_ARRAY, 4, __u32, struct stats);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end) || p.tags) {
        return XDP_PASS;
    }
    if (p.proto != ETH_P_IP && p.proto != ETH_P_IPV6) {
        return XDP_PASS;
    }
    __u32 index = p.proto == ETH_P_IPV6;
    __u32 inner_bytes = p.end - p.net;
    struct ethhdr kept = *p.ether;
    if (bpf_xdp_adjust_head(ctx, -(int)sizeof(struct iphdr))) {
        return XDP_ABORTED;
    }
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    struct iphdr *outer = (void *)(ether + 1);
    if ((void *)(outer + 1) > end) {
        return XDP_DROP;
    }
    *ether = kept;
    ether->h_proto = bpf_htons(ETH_P_IP);
    outer->version = 4;
    outer->ihl = 5;
    outer->tos = 0;
    outer->tot_len = bpf_htons(inner_bytes + sizeof(*outer));
    outer->id = 0;
    outer->frag_off = bpf_htons(0x4000);
    outer->ttl = 64;
    outer->protocol = index ? IPPROTO_IPV6 : IPPROTO_IPIP;
    outer->saddr = bpf_htonl(0x0a000001);
    outer->daddr = bpf_htonl(0x0a000002);
    ip_checksum(outer);
    struct stats *stats = bpf_map_lookup_elem(&tunnels, &index);
    if (stats) {
        stats->packets++;
        stats->bytes += end - data;
    }
    return XDP_TX;
}
