/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_check_mtu, which is two helpers in the kernel: of XDP and of tc programs. */
#include "errors.h"
#include "helpers/skb.h"

enum { FLAG_SEGMENTS = 1 };            /* uapi BPF_MTU_CHK_SEGS */
enum { MTU_SUCCESS, MTU_FRAG_NEEDED }; /* uapi BPF_MTU_CHK_RET_* */

/* What either context has: its packet's bytes and its device. */
struct packet {
    uint32_t size_bytes, ifindex;
    bool is_gso;
};

static bool is_xdp(const struct bpf_aot_run *run) {
    return run->context == BPF_AOT_CONTEXT_XDP || run->context == BPF_AOT_CONTEXT_XDP_DEVMAP;
}

static struct packet packet_of(const void *ctx, bool of_xdp) {
    if (of_xdp) {
        const struct bpf_aot_xdp *xdp = ctx;
        uintptr_t size_bytes = (uintptr_t)xdp->data_end - (uintptr_t)xdp->data;
        return (struct packet){(uint32_t)size_bytes, xdp->ingress_ifindex, false};
    }
    const struct bpf_aot_skb *skb = ctx;
    return (struct packet){skb->len, skb->ifindex, rt_skb_is_gso(skb)};
}

static bool takes_flags(bool of_xdp, uint64_t flags, uint32_t given, int32_t delta) {
    if (of_xdp || flags & ~(uint64_t)FLAG_SEGMENTS) {
        return flags == 0;
    }
    return !flags || (!delta && !given);
}

int64_t bpf_aot_check_mtu(void *ctx, uint32_t ifindex, void *mtu, int32_t delta, uint64_t flags,
                          struct bpf_aot_run *run) {
    bool of_xdp = is_xdp(run);
    uint32_t given = rt_load32(mtu);
    if (!takes_flags(of_xdp, flags, given, delta)) {
        return -RT_EINVAL;
    }
    struct packet packet = packet_of(ctx, of_xdp);
    uint32_t limit = bpf_aot_device_mtu(ifindex ? ifindex : packet.ifindex);
    if (!limit) {
        return -RT_ENODEV;
    }
    /* Numbers as the kernel's int has them. A length that a program gives is of the network layer.
     */
    uint32_t size_bytes = given ? given + RT_ETH_BYTES : packet.size_bytes;
    bool fits = (int32_t)(size_bytes + (uint32_t)delta) <= (int32_t)(limit + RT_ETH_BYTES);
    rt_store32(mtu, limit);
    return fits || packet.is_gso ? MTU_SUCCESS : MTU_FRAG_NEEDED;
}
