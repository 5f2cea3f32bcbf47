// SPDX-License-Identifier: Apache-2.0
// Takes the outer VLAN tag off and remembers it in the metadata; counts tags.
// MAP seen u16 = u32
#include "net.h"

MAP(seen, HASH, 64, __u16, __u32);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    struct vlan *tag = (void *)(ether + 1);
    if ((void *)(tag + 1) > end ||
        (ether->h_proto != bpf_htons(ETH_P_8021Q) && ether->h_proto != bpf_htons(ETH_P_8021AD))) {
        return XDP_PASS;
    }
    struct ethhdr kept = *ether;
    __u16 id = bpf_ntohs(tag->tci) & 0xfff;
    kept.h_proto = tag->proto;
    if (bpf_xdp_adjust_head(ctx, sizeof(*tag))) {
        return XDP_ABORTED;
    }
    __u32 one = 1, *count = bpf_map_lookup_elem(&seen, &id);
    if (count) {
        *count += 1;
    } else {
        bpf_map_update_elem(&seen, &id, &one, BPF_NOEXIST);
    }
    if (bpf_xdp_adjust_meta(ctx, -(int)sizeof(__u32))) {
        return XDP_ABORTED;
    }
    data = (void *)(long)ctx->data;
    end = (void *)(long)ctx->data_end;
    __u32 *meta = (void *)(long)ctx->data_meta;
    ether = data;
    if ((void *)(ether + 1) > end || (void *)(meta + 1) > data) {
        return XDP_DROP;
    }
    *meta = bpf_htonl(id);
    *ether = kept;
    return XDP_TX;
}
