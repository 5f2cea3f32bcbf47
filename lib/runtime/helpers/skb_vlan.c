/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_vlan_push and bpf_skb_vlan_pop. The outermost tag is in the context, not in the packet,
 * as if the device had taken it out. */
#include "errors.h"
#include "helpers/skb_csum.h"

static void put_tag(struct bpf_aot_skb *skb, uint32_t protocol, uint32_t tci) {
    skb->vlan_present = 1;
    skb->vlan_proto = protocol;
    skb->vlan_tci = tci;
}

/* kernel: __vlan_insert_tag; the network header stays as far from data as it is. */
static int64_t insert_tag(struct bpf_aot_skb *skb) {
    if (!rt_skb_pull(skb, RT_ETH_BYTES)) {
        return -RT_EINVAL;
    }
    if (!rt_skb_insert(skb, RT_ETH_ADDRESSES_BYTES, RT_VLAN_BYTES)) {
        return -RT_ENOMEM;
    }
    skb->mac_header = skb->data;
    skb->network_header = (uint8_t *)skb->network_header - RT_VLAN_BYTES;
    uint8_t *tag = (uint8_t *)skb->data + RT_ETH_ADDRESSES_BYTES;
    rt_store16(tag, (uint16_t)skb->vlan_proto);
    rt_store16(tag + 2, rt_network16(skb->vlan_tci));
    skb->protocol = skb->vlan_proto;
    rt_skb_csum_pushed(skb, tag, RT_VLAN_BYTES, 0);
    return 0;
}

int64_t bpf_aot_skb_vlan_push(void *ctx, uint32_t protocol, uint32_t tci) {
    struct bpf_aot_skb *skb = ctx;
    protocol &= 0xffff;
    if (!rt_is_vlan(protocol)) {
        protocol = rt_network16(RT_ETHERTYPE_VLAN);
    }
    if (skb->vlan_present) {
        int64_t error = skb->data == skb->mac_header ? insert_tag(skb) : -RT_EINVAL;
        if (error) {
            return error;
        }
    }
    put_tag(skb, protocol, (uint16_t)tci);
    return 0;
}

/* kernel: vlan_set_encap_proto */
static uint32_t inner_protocol(const struct bpf_aot_skb *skb, const uint8_t *tag) {
    uint16_t type = rt_load16(tag + 4);
    if (rt_network16(type) >= RT_ETHERTYPE_LEAST) {
        return type;
    }
    bool is_raw = skb->len >= RT_ETH_BYTES + RT_VLAN_BYTES + 2 && tag[6] == 0xff && tag[7] == 0xff;
    return rt_network16(is_raw ? RT_ETHERTYPE_802_3 : RT_ETHERTYPE_802_2);
}

/* kernel: __skb_vlan_pop */
static int64_t remove_tag(struct bpf_aot_skb *skb, uint32_t *tci) {
    if (skb->data != skb->mac_header) {
        return -RT_EINVAL;
    }
    if (!rt_skb_pull(skb, RT_ETH_BYTES + RT_VLAN_BYTES)) {
        return -RT_ENOMEM;
    }
    const uint8_t *tag = (const uint8_t *)skb->data + RT_ETH_ADDRESSES_BYTES;
    rt_skb_csum_pulled(skb, tag, RT_VLAN_BYTES, 0);
    *tci = rt_network16(rt_load16(tag + 2));
    skb->protocol = inner_protocol(skb, tag);
    if (!rt_skb_remove(skb, RT_ETH_ADDRESSES_BYTES, RT_VLAN_BYTES)) {
        return -RT_ENOMEM;
    }
    skb->mac_header = skb->data;
    if (rt_skb_offset(skb, skb->network_header) < RT_ETH_BYTES) {
        skb->network_header = (uint8_t *)skb->data + RT_ETH_BYTES;
    }
    return 0;
}

int64_t bpf_aot_skb_vlan_pop(void *ctx) {
    struct bpf_aot_skb *skb = ctx;
    uint32_t tci = 0;
    int64_t error = 0;
    if (skb->vlan_present) {
        skb->vlan_present = skb->vlan_proto = skb->vlan_tci = 0;
    } else if (!rt_is_vlan(skb->protocol) || (error = remove_tag(skb, &tci))) {
        return error;
    }
    if (!rt_is_vlan(skb->protocol)) {
        return 0;
    }
    /* The next tag takes the place of the one that went. */
    uint32_t protocol = skb->protocol;
    error = remove_tag(skb, &tci);
    if (!error) {
        put_tag(skb, protocol, tci);
    }
    return error;
}
