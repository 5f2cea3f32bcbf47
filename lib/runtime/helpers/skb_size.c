/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_change_head and bpf_skb_change_tail. */
#include "errors.h"
#include "helpers/skb_csum.h"

/* kernel: __bpf_skb_min_len */
static int32_t least_bytes(const struct bpf_aot_skb *skb) {
    int32_t network = rt_skb_offset(skb, skb->network_header), least = network > 0 ? network : 0;
    int32_t transport = skb->transport_header ? rt_skb_offset(skb, skb->transport_header) : 0;
    return transport > 0 ? transport : least;
}

int64_t bpf_aot_skb_change_tail(void *ctx, uint32_t size_bytes, uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    if (flags || size_bytes > RT_SKB_MAX_BYTES || size_bytes < (uint32_t)least_bytes(skb)) {
        return -RT_EINVAL;
    }
    if (skb->encapsulation) {
        return -RT_ENOTSUPP;
    }
    if (!rt_skb_pull(skb, skb->len) ||
        (size_bytes > skb->len && !rt_skb_append(skb, size_bytes - skb->len))) {
        return -RT_ENOMEM;
    }
    if (size_bytes < skb->len) {
        skb->data_end = (uint8_t *)skb->data + size_bytes;
    }
    /* What a device summed was another packet. */
    if (skb->ip_summed == BPF_AOT_CSUM_COMPLETE && size_bytes != skb->len) {
        skb->ip_summed = BPF_AOT_CSUM_NONE;
    }
    skb->len = size_bytes;
    skb->gso_size = skb->gso_segs = skb->gso_type = 0;
    return 0;
}

int64_t bpf_aot_skb_change_head(void *ctx, uint32_t size_bytes, uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    uint64_t wanted = (uint64_t)skb->len + size_bytes;
    bool is_too_long = !rt_skb_is_gso(skb) && wanted > RT_SKB_MAX_BYTES;
    if (flags || is_too_long || wanted > UINT32_MAX) {
        return -RT_EINVAL;
    }
    if (!rt_skb_insert(skb, 0, size_bytes)) {
        return -RT_ENOMEM;
    }
    skb->mac_header = skb->data;
    return 0;
}
