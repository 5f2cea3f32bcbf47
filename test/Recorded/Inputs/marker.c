// SPDX-License-Identifier: Apache-2.0
// tc: marks by DSCP, remembers in cb, classifies by length; reads the fields of the context.
// MAP seen u32 = u32
#include "net.h"

MAP(seen, ARRAY, 8, __u32, __u32);

static __always_inline void add(__u32 index, __u32 value) {
    __u32 *slot = bpf_map_lookup_elem(&seen, &index);
    if (slot) {
        *slot += value;
    }
}

SEC("tc")
int prog(struct __sk_buff *skb) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)skb->data, (void *)(long)skb->data_end)) {
        return TC_ACT_SHOT;
    }
    skb->cb[0] = skb->len;
    skb->cb[1] = skb->ifindex;
    skb->priority = 7;
    struct iphdr *ip = parse_ip4(&p);
    if (ip) {
        skb->mark = ip->tos >> 2 | 0x100;
        add(0, skb->mark);
    }
    add(1, skb->cb[0]);
    add(2, skb->cb[1]);
    add(3, skb->protocol == bpf_htons(ETH_P_IP));
    add(4, skb->pkt_type);
    add(5, skb->priority);
    skb->tc_classid = skb->len > 100 ? 0x10001 : 0x10002;
    return skb->len > 100 ? TC_ACT_OK : TC_ACT_PIPE;
}
