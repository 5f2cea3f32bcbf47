// SPDX-License-Identifier: Apache-2.0
// Answers pings, IPv4 and IPv6: addresses swapped, type changed, checksum mended in place.
// MAP answered u32 = u32
#include "net.h"

MAP(answered, ARRAY, 2, __u32, __u32);

static __always_inline void swap_ether(struct ethhdr *ether) {
    __u8 kept[ETH_ALEN];
    __builtin_memcpy(kept, ether->h_dest, ETH_ALEN);
    __builtin_memcpy(ether->h_dest, ether->h_source, ETH_ALEN);
    __builtin_memcpy(ether->h_source, kept, ETH_ALEN);
}

/* Type and code are one 16-bit word of the sum (RFC 1624: HC' = ~(~HC + ~m + m')). */
static __always_inline void set_type(__u8 *type, __u16 *check, __u8 to) {
    __u16 before = *(__u16 *)type;
    *type = to;
    __u32 sum = (__u16) ~*check + (__u16)~before + *(__u16 *)type;
    *check = ~fold(sum);
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    __u32 key = 0;
    struct iphdr *ip = parse_ip4(&p);
    if (ip) {
        struct icmphdr *icmp = (void *)(ip + 1);
        if ((void *)(icmp + 1) > p.end || ip->protocol != IPPROTO_ICMP || icmp->type != ICMP_ECHO) {
            return XDP_PASS;
        }
        __be32 source = ip->saddr;
        ip->saddr = ip->daddr;
        ip->daddr = source;
        set_type(&icmp->type, &icmp->checksum, ICMP_ECHOREPLY);
    } else if (p.proto == ETH_P_IPV6) {
        struct ipv6hdr *ip6 = p.net;
        struct icmphdr *icmp = (void *)(ip6 + 1);
        if ((void *)(icmp + 1) > p.end || ip6->nexthdr != IPPROTO_ICMPV6 || icmp->type != 128) {
            return XDP_PASS;
        }
        struct in6_addr source = ip6->saddr;
        ip6->saddr = ip6->daddr;
        ip6->daddr = source;
        set_type(&icmp->type, &icmp->checksum, 129);
        key = 1;
    } else {
        return XDP_PASS;
    }
    swap_ether(p.ether);
    __u32 *count = bpf_map_lookup_elem(&answered, &key);
    if (count) {
        *count += 1;
    }
    return XDP_TX;
}
