/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_load_bytes, bpf_skb_store_bytes and their kin. Memory of the program may be a part of the
 * packet. */
#include "errors.h"
#include "helpers/skb_csum.h"

enum { RECOMPUTE_CSUM = 1, INVALIDATE_HASH = 2 }; /* uapi BPF_F_* */
enum { START_MAC, START_NET };                    /* uapi BPF_HDR_START_* */

int64_t bpf_aot_skb_load_bytes(void *ctx, uint32_t offset, void *to, uint32_t size_bytes) {
    const struct bpf_aot_skb *skb = ctx;
    if (offset > INT32_MAX || (uint64_t)offset + size_bytes > skb->len) {
        memset(to, 0, size_bytes);
        return -RT_EFAULT;
    }
    memmove(to, (const uint8_t *)skb->data + offset, size_bytes);
    return 0;
}

/* Of the visible part only, as in the kernel. */
int64_t bpf_aot_skb_load_bytes_relative(void *ctx, uint32_t offset, void *to, uint32_t size_bytes,
                                        uint32_t start_header) {
    const struct bpf_aot_skb *skb = ctx;
    const uint8_t *start = start_header == START_MAC ? skb->mac_header : skb->network_header;
    uintptr_t left = (uintptr_t)skb->data_end - (uintptr_t)start;
    if (offset > RT_OFFSET_MAX || start_header > START_NET || !start ||
        (uintptr_t)start > (uintptr_t)skb->data_end || (uint64_t)offset + size_bytes > left) {
        memset(to, 0, size_bytes);
        return -RT_EFAULT;
    }
    memmove(to, start + offset, size_bytes);
    return 0;
}

int64_t bpf_aot_skb_store_bytes(void *ctx, uint32_t offset, void *from, uint32_t size_bytes,
                                uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    if (flags & ~(uint64_t)(RECOMPUTE_CSUM | INVALIDATE_HASH)) {
        return -RT_EINVAL;
    }
    if (offset > INT32_MAX || (uint64_t)offset + size_bytes > skb->len ||
        !rt_skb_pull(skb, offset + size_bytes)) {
        return -RT_EFAULT;
    }
    uint8_t *at = (uint8_t *)skb->data + offset;
    if (flags & RECOMPUTE_CSUM) {
        rt_skb_csum_pulled(skb, at, size_bytes, offset);
    }
    memmove(at, from, size_bytes);
    if (flags & RECOMPUTE_CSUM) {
        rt_skb_csum_pushed(skb, at, size_bytes, offset);
    }
    if (flags & INVALIDATE_HASH) {
        rt_skb_clear_hash(skb);
    }
    return 0;
}

int64_t bpf_aot_skb_pull_data(void *ctx, uint32_t size_bytes) {
    return rt_skb_pull(ctx, size_bytes) ? 0 : -RT_ENOMEM;
}
