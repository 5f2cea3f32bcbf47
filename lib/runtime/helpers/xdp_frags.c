/* SPDX-License-Identifier: Apache-2.0 */
/* XDP packets with a part behind data_end: net/core/filter.c, bpf_xdp_load_bytes,
 * bpf_xdp_store_bytes and bpf_xdp_frags_*_tail. Memory of the program may be a part of the packet.
 */
#include "errors.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

enum { OFFSET_MAX = 0xffff };

/* Of `size_bytes` bytes from `offset` on, those in front of data_end. */
static uint32_t linear_part(const struct bpf_aot_xdp *xdp, uint32_t offset, uint32_t size_bytes) {
    uint32_t linear = rt_xdp_linear(xdp), left = offset < linear ? linear - offset : 0;
    return size_bytes < left ? size_bytes : left;
}

/* Where byte `offset` of the packet is, which lies behind the linear part. */
static uint8_t *in_frags(const struct bpf_aot_xdp *xdp, uint32_t offset) {
    return (uint8_t *)xdp->frags + (offset - rt_xdp_linear(xdp));
}

void bpf_aot_xdp_copy(const struct bpf_aot_xdp *xdp, uint32_t offset, void *to,
                      uint32_t size_bytes) {
    uint32_t first = linear_part(xdp, offset, size_bytes);
    if (first) {
        memmove(to, (const uint8_t *)xdp->data + offset, first);
    }
    if (first < size_bytes) {
        memmove((uint8_t *)to + first, in_frags(xdp, offset + first), size_bytes - first);
    }
}

static int64_t place(const struct bpf_aot_xdp *xdp, uint32_t offset, uint32_t size_bytes) {
    if (offset > OFFSET_MAX || size_bytes > OFFSET_MAX) {
        return -RT_EFAULT;
    }
    return offset + size_bytes > rt_xdp_bytes(xdp) ? -RT_EINVAL : 0;
}

int64_t bpf_aot_xdp_load_bytes(void *ctx, uint32_t offset, void *to, uint32_t size_bytes) {
    int64_t error = place(ctx, offset, size_bytes);
    if (!error) {
        bpf_aot_xdp_copy(ctx, offset, to, size_bytes);
    }
    return error;
}

int64_t bpf_aot_xdp_store_bytes(void *ctx, uint32_t offset, void *from, uint32_t size_bytes) {
    const struct bpf_aot_xdp *xdp = ctx;
    int64_t error = place(xdp, offset, size_bytes);
    if (error) {
        return error;
    }
    uint32_t first = linear_part(xdp, offset, size_bytes);
    if (first) {
        memmove((uint8_t *)xdp->data + offset, from, first);
    }
    if (first < size_bytes) {
        memmove(in_frags(xdp, offset + first), (const uint8_t *)from + first, size_bytes - first);
    }
    return 0;
}

int64_t bpf_aot_xdp_adjust_frags(struct bpf_aot_xdp *xdp, int32_t delta) {
    uint32_t room = -xdp->frags_bytes & (BPF_AOT_XDP_FRAG_BYTES - 1);
    int64_t size_bytes = (int64_t)rt_xdp_bytes(xdp) + delta;
    if (delta > (int64_t)room || size_bytes < RT_ETH_HEADER_BYTES) {
        return -RT_EINVAL;
    }
    if (delta > 0) {
        memset((uint8_t *)xdp->frags + xdp->frags_bytes, 0, (size_t)delta);
    }
    /* When all pages are gone, the linear part gets shorter. */
    uint32_t linear = rt_xdp_linear(xdp);
    xdp->frags_bytes = size_bytes > linear ? (uint32_t)size_bytes - linear : 0;
    if (size_bytes < linear) {
        xdp->data_end = (uint8_t *)xdp->data + size_bytes;
    }
    return 0;
}
