// SPDX-License-Identifier: Apache-2.0
// Forwards by longest prefix: TTL down, checksum mended, Ethernet addresses from the route.
// MAP routes u32 b4 = b6 u16 u32
// SEED routes 18000000c0000200 020000000001 0100 00000000
// SEED routes 20000000c0000242 020000000042 0200 00000000
// SEED routes 0000000000000000 0200000000ff 0300 00000000
#include "net.h"

struct prefix {
    __u32 length;
    __u8 address[4];
};
struct route {
    __u8 mac[6];
    __u16 port;
    __u32 uses;
};
struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, 64);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct prefix);
    __type(value, struct route);
} routes SEC(".maps");

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end) || p.tags) {
        return XDP_PASS;
    }
    struct iphdr *ip = p.net;
    if (p.proto != ETH_P_IP || (void *)(ip + 1) > p.end || ip->ttl <= 1) {
        return XDP_DROP;
    }
    struct prefix key = {.length = 32};
    __builtin_memcpy(key.address, &ip->daddr, 4);
    struct route *route = bpf_map_lookup_elem(&routes, &key);
    if (!route) {
        return XDP_PASS;
    }
    __u32 check = ip->check + bpf_htons(0x0100);
    ip->check = check + (check >= 0xffff);
    ip->ttl--;
    __builtin_memcpy(p.ether->h_source, p.ether->h_dest, 6);
    __builtin_memcpy(p.ether->h_dest, route->mac, 6);
    route->uses++;
    return route->port == 2 ? XDP_TX : XDP_PASS;
}
