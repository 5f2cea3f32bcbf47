// SPDX-License-Identifier: Apache-2.0
// A table of flows: packets, bytes, flags seen; direction independent.
// MAP flows b4 b4 u16 u16 u32 = u64 u32 u32
#include "net.h"

struct flow {
    __be32 low, high;
    __u16 low_port, high_port;
    __u32 protocol;
};
struct state {
    __u64 bytes;
    __u32 packets, flags;
};
MAP(flows, LRU_HASH, 1024, struct flow, struct state);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct iphdr *ip = parse_ip4(&p);
    if (!ip || (ip->protocol != IPPROTO_TCP && ip->protocol != IPPROTO_UDP)) {
        return XDP_PASS;
    }
    struct udphdr *ports = (void *)(ip + 1);
    if ((void *)(ports + 1) > p.end || ip->frag_off & bpf_htons(0x1fff)) {
        return XDP_PASS;
    }
    struct flow key = {.protocol = ip->protocol};
    int swap = bpf_ntohl(ip->saddr) > bpf_ntohl(ip->daddr);
    key.low = swap ? ip->daddr : ip->saddr;
    key.high = swap ? ip->saddr : ip->daddr;
    key.low_port = bpf_ntohs(swap ? ports->dest : ports->source);
    key.high_port = bpf_ntohs(swap ? ports->source : ports->dest);
    __u32 flags = 0;
    if (ip->protocol == IPPROTO_TCP) {
        __u8 *tcp = (__u8 *)ports;
        if ((void *)(tcp + 20) > p.end) {
            return XDP_DROP;
        }
        flags = tcp[13];
    }
    struct state *state = bpf_map_lookup_elem(&flows, &key), first = {0};
    if (!state) {
        first.flags = flags;
        first.packets = 1;
        first.bytes = p.end - p.data;
        return bpf_map_update_elem(&flows, &key, &first, BPF_NOEXIST) ? XDP_ABORTED : XDP_PASS;
    }
    state->flags |= flags;
    state->bytes += p.end - p.data;
    return state->packets++ < 3 ? XDP_PASS : XDP_TX;
}
