/* SPDX-License-Identifier: Apache-2.0 */
/* What an XDP program returns, and the limits of a packet's buffer. */
#ifndef BPF_AOT_RUNTIME_XDP_H
#define BPF_AOT_RUNTIME_XDP_H

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

#endif
