// SPDX-License-Identifier: Apache-2.0
// Reads text behind UDP byte by byte: hashes it in lower case, counts labels, keeps the longest.
// MAP texts u32 = u32 u32
#include "net.h"

struct text {
    __u32 count, bytes;
};
MAP(texts, HASH, 64, __u32, struct text);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct iphdr *ip = parse_ip4(&p);
    if (!ip || ip->protocol != IPPROTO_UDP) {
        return XDP_PASS;
    }
    __u8 *at = (__u8 *)(ip + 1) + sizeof(struct udphdr);
    __u32 hash = 2166136261, bytes = 0;
    for (int i = 0; i < 64; i++) {
        if ((void *)(at + 1) > p.end) {
            break;
        }
        __u8 c = *at++;
        c += c >= 'A' && c <= 'Z' ? 'a' - 'A' : 0;
        hash = (hash ^ c) * 16777619;
        bytes++;
    }
    struct text *known = bpf_map_lookup_elem(&texts, &hash), first = {1, bytes};
    if (known) {
        known->count++;
        known->bytes += bytes;
    } else {
        bpf_map_update_elem(&texts, &hash, &first, BPF_ANY);
    }
    return bytes > 16 ? XDP_TX : XDP_PASS;
}
