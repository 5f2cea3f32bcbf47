/* SPDX-License-Identifier: Apache-2.0 */
/* Where a netlink attribute of type X is: in the packet from offset A on, or in the attribute at A.
 * Numbers are in the machine's byte order. 0: there is none. */
#include "helpers/skb.h"

enum { ATTRIBUTE_BYTES = 4, TYPE_MASK = 0x3fff }; /* uapi linux/netlink.h */

static uint32_t length_at(const uint8_t *packet, uint32_t at) {
    return rt_load16(packet + at);
}

static uint32_t find(const uint8_t *packet, uint32_t at, uint32_t left, uint32_t type) {
    while (left >= ATTRIBUTE_BYTES) {
        uint32_t bytes = length_at(packet, at);
        if (bytes < ATTRIBUTE_BYTES || bytes > left) {
            return 0;
        }
        if ((rt_load16(packet + at + 2) & TYPE_MASK) == type) {
            return at;
        }
        uint32_t step = (bytes + 3) & ~(uint32_t)3;
        at += step;
        left = step < left ? left - step : 0;
    }
    return 0;
}

/* kernel: skb_is_nonlinear */
static bool is_linear(const struct bpf_aot_skb *skb) {
    return rt_skb_linear(skb) == skb->len;
}

static bool has_attribute(const struct bpf_aot_skb *skb, uint32_t a) {
    return is_linear(skb) && skb->len >= ATTRIBUTE_BYTES && a <= skb->len - ATTRIBUTE_BYTES;
}

uint64_t bpf_aot_skb_get_nlattr(void *ctx, uint32_t a, uint32_t x) {
    const struct bpf_aot_skb *skb = ctx;
    return has_attribute(skb, a) ? find(skb->data, a, skb->len - a, x) : 0;
}

uint64_t bpf_aot_skb_get_nlattr_nest(void *ctx, uint32_t a, uint32_t x) {
    const struct bpf_aot_skb *skb = ctx;
    uint32_t bytes = has_attribute(skb, a) ? length_at(skb->data, a) : 0;
    if (bytes < ATTRIBUTE_BYTES || bytes > skb->len - a) {
        return 0;
    }
    return find(skb->data, a + ATTRIBUTE_BYTES, bytes - ATTRIBUTE_BYTES, x);
}
