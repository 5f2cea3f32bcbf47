// SPDX-License-Identifier: Apache-2.0
// Port knocking: a state machine per source that opens after the ports of a sequence.
// MAP states b4 = u32
// MAP sequence u32 = u16
// SEED sequence 00000000 5000
// SEED sequence 01000000 0a1a
// SEED sequence 02000000 e914
#include "net.h"

MAP(states, HASH, 64, __be32, __u32);
MAP(sequence, ARRAY, 3, __u32, __u16);

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
    if ((void *)(ports + 1) > p.end) {
        return XDP_DROP;
    }
    __be32 source = ip->saddr;
    __u32 zero = 0, *state = bpf_map_lookup_elem(&states, &source);
    __u32 now = state ? *state : zero;
    if (now >= 3) {
        return XDP_PASS;
    }
    __u16 *wanted = bpf_map_lookup_elem(&sequence, &now);
    if (wanted && bpf_ntohs(ports->dest) == *wanted) {
        now++;
    } else if (now) {
        bpf_map_delete_elem(&states, &source);
        return XDP_DROP;
    }
    return bpf_map_update_elem(&states, &source, &now, BPF_ANY) ? XDP_ABORTED : XDP_DROP;
}
