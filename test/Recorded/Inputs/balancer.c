// SPDX-License-Identifier: Apache-2.0
// Chooses one of eight servers by a hash of addresses and ports, with a memory of choices.
// MAP services b4 u16 u16 = u32
// MAP servers u32 = b4 u32
// MAP chosen u32 = u32
// SEED services c000020250000600 00000000
// SEED services c000020ee9141100 01000000
// SEED servers 00000000 0a000100 00000000
// SEED servers 01000000 0a000101 00000000
// SEED servers 02000000 0a000102 00000000
// SEED servers 03000000 0a000103 00000000
#include "net.h"

struct service {
    __be32 address;
    __u16 port, protocol;
};
struct server {
    __be32 address;
    __u32 packets;
};
MAP(services, HASH, 16, struct service, __u32);
MAP(servers, ARRAY, 8, __u32, struct server);
MAP(chosen, HASH, 256, __u32, __u32);

static __noinline __u32 mix(__u32 a, __u32 b, __u32 c) {
    for (int i = 0; i < 4; i++) {
        a = (a ^ (b << 13 | b >> 19)) * 0x9e3779b1;
        b = (b + c) ^ (a >> 7);
        c = (c << 5 | c >> 27) + b;
    }
    return a ^ b ^ c;
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct iphdr *ip = parse_ip4(&p);
    struct udphdr *ports = (void *)(ip + 1);
    if (!ip || (void *)(ports + 1) > p.end) {
        return XDP_PASS;
    }
    struct service key = {ip->daddr, bpf_ntohs(ports->dest), ip->protocol};
    __u32 *service = bpf_map_lookup_elem(&services, &key);
    if (!service) {
        return XDP_PASS;
    }
    __u32 hash = mix(bpf_ntohl(ip->saddr), bpf_ntohs(ports->source), *service);
    __u32 *before = bpf_map_lookup_elem(&chosen, &hash);
    __u32 index = before ? *before : hash & 3;
    if (!before) {
        bpf_map_update_elem(&chosen, &hash, &index, BPF_ANY);
    }
    struct server *server = bpf_map_lookup_elem(&servers, &index);
    if (!server) {
        return XDP_ABORTED;
    }
    server->packets++;
    ip->daddr = server->address;
    ip_checksum(ip);
    return XDP_TX;
}
