// SPDX-License-Identifier: Apache-2.0
// Counts packets and bytes by IP protocol, and by length class.
// MAP by_protocol u32 = u64 u64
// MAP by_length u32 = u32
#include "net.h"

struct count {
    __u64 packets, bytes;
};
MAP(by_protocol, ARRAY, 256, __u32, struct count);
MAP(by_length, ARRAY, 8, __u32, __u32);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    if (!parse_ether(&p, data, end)) {
        return XDP_DROP;
    }
    __u32 protocol = 255, class = 0;
    if (p.proto == ETH_P_IP) {
        struct iphdr *ip = p.net;
        if ((void *)(ip + 1) <= end) {
            protocol = ip->protocol;
        }
    } else if (p.proto == ETH_P_IPV6) {
        struct ipv6hdr *ip = p.net;
        if ((void *)(ip + 1) <= end) {
            protocol = ip->nexthdr;
        }
    }
    struct count *count = bpf_map_lookup_elem(&by_protocol, &protocol);
    if (count) {
        count->packets++;
        count->bytes += end - data;
    }
    for (__u32 length = end - data; length > 63 && class < 7; length >>= 1) {
        class++;
    }
    __u32 *seen = bpf_map_lookup_elem(&by_length, &class);
    if (seen) {
        __sync_fetch_and_add(seen, 1);
    }
    return protocol == IPPROTO_TCP ? XDP_TX : XDP_PASS;
}
