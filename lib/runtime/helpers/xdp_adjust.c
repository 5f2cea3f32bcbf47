/* SPDX-License-Identifier: Apache-2.0 */
/* Moving the ends of a packet. Positions are 64-bit offsets from the buffer's start: a delta can
 * be any 32-bit number, and pointers would wrap on a 32-bit machine. */
#include "bpf-aot/runtime.h"

#include "errors.h"
#include "helpers/xdp.h"
#include "libcalls/libcalls.h"

static int64_t offset_in(const struct bpf_aot_xdp *xdp, const void *position) {
    return (int64_t)((uintptr_t)position - (uintptr_t)xdp->buffer_start);
}

static void *at(const struct bpf_aot_xdp *xdp, int64_t offset) {
    return (unsigned char *)xdp->buffer_start + offset;
}

/* A driver without metadata support says so by data_meta beyond data. */
static int has_no_meta(const struct bpf_aot_xdp *xdp) {
    return (uintptr_t)xdp->data_meta > (uintptr_t)xdp->data;
}

int64_t bpf_aot_xdp_adjust_head(void *ctx, int32_t delta) {
    struct bpf_aot_xdp *xdp = ctx;
    int64_t meta = offset_in(xdp, xdp->data_meta);
    int64_t meta_bytes = has_no_meta(xdp) ? 0 : offset_in(xdp, xdp->data) - meta;
    int64_t data = offset_in(xdp, xdp->data) + delta;
    if (data < RT_XDP_FRAME_BYTES + meta_bytes ||
        data > offset_in(xdp, xdp->data_end) - RT_ETH_HEADER_BYTES) {
        return -RT_EINVAL;
    }
    if (meta_bytes) {
        memmove(at(xdp, meta + delta), xdp->data_meta, (size_t)meta_bytes);
    }
    xdp->data_meta = at(xdp, meta + delta);
    xdp->data = at(xdp, data);
    return 0;
}

int64_t bpf_aot_xdp_adjust_meta(void *ctx, int32_t delta) {
    struct bpf_aot_xdp *xdp = ctx;
    if (has_no_meta(xdp)) {
        return -RT_ENOTSUPP;
    }
    int64_t data = offset_in(xdp, xdp->data);
    int64_t meta = offset_in(xdp, xdp->data_meta) + delta;
    if (meta < RT_XDP_FRAME_BYTES || meta > data) {
        return -RT_EINVAL;
    }
    if ((data - meta) & 3 || data - meta > RT_XDP_META_MAX) {
        return -RT_EACCES;
    }
    xdp->data_meta = at(xdp, meta);
    return 0;
}

int64_t bpf_aot_xdp_adjust_tail(void *ctx, int32_t delta) {
    struct bpf_aot_xdp *xdp = ctx;
    if (xdp->frags_bytes) {
        return bpf_aot_xdp_adjust_frags(xdp, delta);
    }
    int64_t data_end = offset_in(xdp, xdp->data_end) + delta;
    if (data_end > offset_in(xdp, xdp->buffer_end) ||
        data_end < offset_in(xdp, xdp->data) + RT_ETH_HEADER_BYTES) {
        return -RT_EINVAL;
    }
    if (delta > 0) {
        memset(xdp->data_end, 0, (size_t)delta); /* whatever lay there is not the program's */
    }
    xdp->data_end = at(xdp, data_end);
    return 0;
}

uint64_t bpf_aot_xdp_get_buff_len(void *ctx) {
    return rt_xdp_bytes(ctx);
}
