// SPDX-License-Identifier: Apache-2.0
// Rules in an array of maps, one inner map per protocol, found by address and port.
// MAP hits u32 = u32
// MAP tcp_rules b4 u32 = u32
// MAP udp_rules b4 u32 = u32
#include "net.h"

struct rule {
    __be32 address;
    __u32 port;
};
struct inner {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, struct rule);
    __type(value, __u32);
} tcp_rules SEC(".maps"), udp_rules SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 3);
    __type(key, __u32);
    __array(values, struct inner);
} rules SEC(".maps") = {.values = {[0] = &tcp_rules, [1] = &udp_rules}};
MAP(hits, ARRAY, 4, __u32, __u32);

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
    __u32 index = ip->protocol == IPPROTO_TCP ? 0 : ip->protocol == IPPROTO_UDP ? 1 : 2;
    void *inner = bpf_map_lookup_elem(&rules, &index);
    __u32 result = 3;
    if (inner) {
        struct rule key = {ip->saddr, bpf_ntohs(ports->dest)};
        __u32 *rule = bpf_map_lookup_elem(inner, &key), first = 1;
        if (rule) {
            *rule += 1;
            result = 1;
        } else {
            result = bpf_map_update_elem(inner, &key, &first, BPF_NOEXIST) ? 2 : 0;
        }
    }
    __u32 *hit = bpf_map_lookup_elem(&hits, &result);
    if (hit) {
        *hit += 1;
    }
    return result == 1 ? XDP_DROP : XDP_PASS;
}
