/* SPDX-License-Identifier: Apache-2.0 */
/* What an XDP program returns, and the limits of a packet's buffer. */
#ifndef BPF_AOT_RUNTIME_XDP_H
#define BPF_AOT_RUNTIME_XDP_H

#include "bpf-aot/runtime.h"

enum {
    RT_XDP_ABORTED,
    RT_XDP_DROP,
    RT_XDP_PASS,
    RT_XDP_TX,
    RT_XDP_REDIRECT,
};

enum {
    RT_XDP_HEADROOM = 256, /* before the packet, when a program starts */
    RT_XDP_FRAME_BYTES =
        40, /* struct xdp_frame of a 64-bit kernel, kept free at the buffer's start */
    RT_XDP_META_MAX = 252, /* bytes of metadata, in multiples of 4 */
    RT_ETH_HEADER_BYTES = 14,
};

/* What programs see directly. */
static inline uint32_t rt_xdp_linear(const struct bpf_aot_xdp *xdp) {
    return (uint32_t)((uintptr_t)xdp->data_end - (uintptr_t)xdp->data);
}

static inline uint32_t rt_xdp_bytes(const struct bpf_aot_xdp *xdp) {
    return rt_xdp_linear(xdp) + xdp->frags_bytes;
}

/* `size_bytes` bytes of the packet from `offset` on, which it has. `to` may lie in the packet. */
void bpf_aot_xdp_copy(const struct bpf_aot_xdp *xdp, uint32_t offset, void *to,
                      uint32_t size_bytes);
/* bpf_xdp_adjust_tail of a packet with fragments. */
int64_t bpf_aot_xdp_adjust_frags(struct bpf_aot_xdp *xdp, int32_t delta);

#endif
