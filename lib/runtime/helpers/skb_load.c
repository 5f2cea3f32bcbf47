/* SPDX-License-Identifier: Apache-2.0 */
/* Packet access of LD_ABS and LD_IND, beyond the visible part too. */
#include "bpf-aot/runtime.h"

/* uapi linux/filter.h: offsets from here on count from a header. */
enum { NETWORK_OFFSET = -0x100000, LINK_OFFSET = -0x200000 };

static const uint8_t *position(const struct bpf_aot_skb *skb, int32_t offset, intptr_t *left) {
    const uint8_t *base = skb->data;
    if (offset < 0 && offset >= NETWORK_OFFSET) {
        base = skb->network_header;
        offset -= NETWORK_OFFSET;
    } else if (offset < 0 && offset >= LINK_OFFSET) {
        base = skb->mac_header;
        offset -= LINK_OFFSET;
    } else if (offset < 0) {
        return NULL;
    }
    *left = (const uint8_t *)skb->data + skb->len - base - offset;
    return base + offset;
}

int64_t bpf_aot_skb_load(void *ctx, int32_t offset, uint32_t size_bytes) {
    intptr_t left = 0;
    const uint8_t *at = position(ctx, offset, &left);
    if (!at || left < (intptr_t)size_bytes) {
        return -1;
    }
    uint32_t high = at[0];
    if (size_bytes == 1) {
        return high;
    }
    high = high << 8 | at[1];
    return size_bytes == 2 ? high : high << 16 | (uint32_t)at[2] << 8 | at[3];
}
