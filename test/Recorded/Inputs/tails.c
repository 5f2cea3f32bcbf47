// SPDX-License-Identifier: Apache-2.0
// A parser in pieces: programs that tail call one another, from a subprogram too.
// MAP path u32 = u32
#include "net.h"

MAP(path, ARRAY, 4, __u32, __u32);

int prog(struct xdp_md *ctx);
int ip4(struct xdp_md *ctx);
int ip6(struct xdp_md *ctx);
int again(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 4);
    __uint(key_size, sizeof(__u32));
    __array(values, int(struct xdp_md *));
} jumps SEC(".maps") = {.values = {[0] = &ip4, [1] = &ip6, [3] = &again}};

static __always_inline void step(__u32 index) {
    __u32 *count = bpf_map_lookup_elem(&path, &index);
    if (count) {
        *count += 1;
    }
}

static __noinline int jump(struct xdp_md *ctx, __u32 index) {
    bpf_tail_call(ctx, &jumps, index);
    return 7; /* an empty slot */
}

SEC("xdp")
int again(struct xdp_md *ctx) {
    step(3);
    bpf_tail_call(ctx, &jumps, 3);
    return XDP_DROP; /* after 33 of them */
}

SEC("xdp")
int ip4(struct xdp_md *ctx) {
    struct iphdr *ip = (void *)(long)ctx->data + sizeof(struct ethhdr);
    step(0);
    if ((void *)(ip + 1) > (void *)(long)ctx->data_end) {
        return XDP_ABORTED;
    }
    if (ip->protocol == IPPROTO_ICMP) {
        bpf_tail_call(ctx, &jumps, 3);
    }
    return ip->protocol == IPPROTO_UDP ? XDP_TX : XDP_PASS;
}

SEC("xdp")
int ip6(struct xdp_md *ctx) {
    step(1);
    return XDP_TX;
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct ethhdr *ether = (void *)(long)ctx->data;
    if ((void *)(ether + 1) > (void *)(long)ctx->data_end) {
        return XDP_ABORTED;
    }
    __u32 index = ether->h_proto == bpf_htons(ETH_P_IP)     ? 0
                  : ether->h_proto == bpf_htons(ETH_P_IPV6) ? 1
                  : ether->h_proto == bpf_htons(ETH_P_ARP)  ? 2
                                                            : 9;
    int result = jump(ctx, index);
    step(2);
    return result == 7 ? XDP_DROP : result;
}
