// SPDX-License-Identifier: Apache-2.0
// Walks IPv6 extension headers to the transport header; offsets come from the packet.
// MAP chains u32 = u32
#include "net.h"

MAP(chains, HASH, 64, __u32, __u32);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct ipv6hdr *ip = p.net;
    if (p.proto != ETH_P_IPV6 || (void *)(ip + 1) > p.end) {
        return XDP_PASS;
    }
    __u8 next = ip->nexthdr;
    __u32 offset = 0, chain = 1;
    __u8 *first = (__u8 *)(ip + 1);
    int verdict = XDP_DROP;
    for (int i = 0; i < 8; i++) {
        __u8 *at = first + (offset & 0x7ff);
        if (next == IPPROTO_TCP || next == IPPROTO_UDP || next == IPPROTO_ICMPV6) {
            verdict = XDP_TX;
            break;
        }
        if (next != 0 && next != 43 && next != 44 && next != 60) {
            verdict = XDP_PASS;
            break;
        }
        if ((void *)(at + 8) > p.end) {
            break;
        }
        chain = chain * 31 + next;
        offset += next == 44 ? 8 : 8 + 8 * at[1];
        next = at[0];
    }
    chain = chain << 8 | next;
    __u32 one = 1, *count = bpf_map_lookup_elem(&chains, &chain);
    if (count) {
        *count += 1;
    } else {
        bpf_map_update_elem(&chains, &chain, &one, BPF_ANY);
    }
    return verdict;
}
