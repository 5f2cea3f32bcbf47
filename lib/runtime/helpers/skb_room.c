/* SPDX-License-Identifier: Apache-2.0 */
/* Makes and takes room in a packet. Translated code may rely on the alignment of data, so data
 * moves by multiples of it only, and the rest of the packet by what is left over. */
#include "helpers/skb.h"

bool rt_skb_pull(struct bpf_aot_skb *skb, uint32_t size_bytes) {
    if (size_bytes <= rt_skb_linear(skb)) {
        return true;
    }
    if (size_bytes > skb->len) {
        return false;
    }
    skb->data_end = (uint8_t *)skb->data + size_bytes;
    return true;
}

static uintptr_t align_mask(const struct bpf_aot_skb *skb) {
    return (skb->packet_align ? skb->packet_align : 16) - (uintptr_t)1;
}

/* The lowest address in the buffer where data may begin. */
static uint8_t *lowest_start(const struct bpf_aot_skb *skb) {
    uintptr_t gap = (uintptr_t)skb->data - (uintptr_t)skb->buffer_start;
    return (uint8_t *)skb->buffer_start + (gap & align_mask(skb));
}

static void move_header(void **header, const uint8_t *old_end, uint8_t *new_end) {
    if (*header) {
        *header = new_end - (old_end - (const uint8_t *)*header);
    }
}

/* The packet begins at `data` now, and ends at data + len; it has no metadata any more. */
static void settle(struct bpf_aot_skb *skb, uint8_t *data, uint32_t linear, uint32_t len) {
    const uint8_t *old_end = (const uint8_t *)skb->data + skb->len;
    uint8_t *new_end = data + len;
    move_header(&skb->mac_header, old_end, new_end);
    move_header(&skb->network_header, old_end, new_end);
    move_header(&skb->transport_header, old_end, new_end);
    move_header(&skb->inner_network_header, old_end, new_end);
    skb->data = skb->data_meta = data;
    skb->data_end = data + linear;
    skb->len = len;
}

/* Moves [0, at) of the packet to `start`, and what begins at `rest` to `start + rest_at`; neither
 * may be overwritten before it has moved. */
static void move_parts(const struct bpf_aot_skb *skb, uint8_t *start, uint32_t at, uint32_t rest,
                       uint32_t rest_at) {
    uint8_t *data = skb->data;
    if (start <= data) {
        memmove(start, data, at);
    }
    memmove(start + rest_at, data + rest, skb->len - rest);
    if (start > data) {
        memmove(start, data, at);
    }
}

static bool has_bytes(const struct bpf_aot_skb *skb, uint64_t visible) {
    return visible <= rt_skb_linear(skb) && rt_skb_linear(skb) <= skb->len &&
           (uintptr_t)skb->buffer_start <= (uintptr_t)skb->data;
}

bool rt_skb_insert(struct bpf_aot_skb *skb, uint32_t at, uint32_t count) {
    uintptr_t mask = align_mask(skb), distance = (count + mask) & ~mask;
    if (!has_bytes(skb, at)) {
        return false;
    }
    uintptr_t room = (uintptr_t)skb->data - (uintptr_t)skb->buffer_start;
    uint8_t *start = distance <= room ? (uint8_t *)skb->data - distance : lowest_start(skb);
    if ((uintptr_t)skb->buffer_end - (uintptr_t)start < (uint64_t)skb->len + count) {
        return false;
    }
    move_parts(skb, start, at, at, at + count);
    memset(start + at, 0, count);
    settle(skb, start, rt_skb_linear(skb) + count, skb->len + count);
    return true;
}

bool rt_skb_remove(struct bpf_aot_skb *skb, uint32_t at, uint32_t count) {
    if (count > RT_SKB_MAX_BYTES || !has_bytes(skb, (uint64_t)at + count)) {
        return false;
    }
    uint8_t *start = (uint8_t *)skb->data + (count & ~align_mask(skb));
    move_parts(skb, start, at, at + count, at);
    settle(skb, start, rt_skb_linear(skb) - count, skb->len - count);
    return true;
}

bool rt_skb_append(struct bpf_aot_skb *skb, uint32_t count) {
    uint32_t len = skb->len + count;
    uint8_t *start = skb->data;
    if (!has_bytes(skb, skb->len)) {
        return false;
    }
    if ((uintptr_t)skb->buffer_end - (uintptr_t)start < len) {
        start = lowest_start(skb);
        if ((uintptr_t)skb->buffer_end - (uintptr_t)start < len) {
            return false;
        }
        memmove(start, skb->data, skb->len);
        settle(skb, start, skb->len, skb->len);
    }
    memset(start + skb->len, 0, count);
    skb->len = len;
    skb->data_end = start + len;
    return true;
}
