// SPDX-License-Identifier: Apache-2.0
// Puts a VLAN tag in front, with an id from the Ethernet destination.
// MAP ids b6 = u16 u16
// SEED ids 02000000000e 2a000000
#include "net.h"

struct mac {
    __u8 bytes[6];
};
struct tag {
    __u16 id, uses;
};
MAP(ids, HASH, 16, struct mac, struct tag);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    if ((void *)(ether + 1) > end) {
        return XDP_ABORTED;
    }
    struct tag *tag = bpf_map_lookup_elem(&ids, ether->h_dest);
    if (!tag) {
        return XDP_DROP;
    }
    tag->uses++;
    struct ethhdr kept = *ether;
    __u16 id = tag->id;
    if (bpf_xdp_adjust_head(ctx, -(int)sizeof(struct vlan))) {
        return XDP_ABORTED;
    }
    data = (void *)(long)ctx->data;
    end = (void *)(long)ctx->data_end;
    ether = data;
    struct vlan *vlan = (void *)(ether + 1);
    if ((void *)(vlan + 1) > end) {
        return XDP_DROP;
    }
    vlan->tci = bpf_htons(id);
    vlan->proto = kept.h_proto;
    kept.h_proto = bpf_htons(ETH_P_8021Q);
    *ether = kept;
    return XDP_PASS;
}
