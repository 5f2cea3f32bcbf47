/* SPDX-License-Identifier: Apache-2.0 */
/* What a device found out about a packet's checksums, when the packet changes. */
#ifndef BPF_AOT_RUNTIME_SKB_CSUM_H
#define BPF_AOT_RUNTIME_SKB_CSUM_H

#include "helpers/csum.h"
#include "helpers/skb.h"

/* At an odd offset, bytes count in the other halves of words. */
static inline uint32_t rt_csum_shift(uint32_t sum, uint32_t offset) {
    return offset & 1 ? sum >> 8 | sum << 24 : sum;
}

static inline void rt_skb_csum_pushed(struct bpf_aot_skb *skb, const void *bytes,
                                      uint32_t size_bytes, uint32_t offset) {
    if (skb->ip_summed == BPF_AOT_CSUM_COMPLETE) {
        skb->csum = rt_csum_add(skb->csum, rt_csum_shift(rt_csum_bytes(bytes, size_bytes), offset));
    }
}

static inline void rt_skb_csum_pulled(struct bpf_aot_skb *skb, const void *bytes,
                                      uint32_t size_bytes, uint32_t offset) {
    if (skb->ip_summed == BPF_AOT_CSUM_COMPLETE) {
        skb->csum = rt_csum_sub(skb->csum, rt_csum_shift(rt_csum_bytes(bytes, size_bytes), offset));
    }
}

static inline void rt_skb_csum_reset(struct bpf_aot_skb *skb) {
    if (skb->ip_summed == BPF_AOT_CSUM_UNNECESSARY) {
        skb->ip_summed = BPF_AOT_CSUM_NONE;
        skb->csum_level = 0;
    }
}

#endif
