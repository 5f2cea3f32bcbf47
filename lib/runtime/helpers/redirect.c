/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_redirect and bpf_redirect_map of XDP programs, bpf_redirect and its kin of tc programs. */
#include "errors.h"
#include "helpers/skb.h"
#include "helpers/xdp.h"
#include "maps/maps.h"

enum { TC_SHOT = 2, TC_REDIRECT = 7 }; /* uapi TC_ACT_* */
enum { INGRESS = 1 };                  /* uapi BPF_F_INGRESS */
enum { NEXT_HOP_BYTES = 20 };          /* uapi struct bpf_redir_neigh */

static struct bpf_aot_redirect_info *to_device(uint32_t ifindex, uint32_t flags) {
    struct bpf_aot_redirect_info *target = bpf_aot_redirect_target();
    target->map = NULL;
    target->target = ifindex;
    target->flags = flags;
    return target;
}

int64_t bpf_aot_redirect(uint32_t ifindex, uint64_t flags, struct bpf_aot_run *run) {
    bool of_xdp = run->context == BPF_AOT_CONTEXT_XDP || run->context == BPF_AOT_CONTEXT_XDP_DEVMAP;
    if (flags & ~(uint64_t)(of_xdp ? 0 : INGRESS)) { /* XDP knows no flags */
        return of_xdp ? RT_XDP_ABORTED : TC_SHOT;
    }
    to_device(ifindex, (uint32_t)flags);
    return of_xdp ? RT_XDP_REDIRECT : TC_REDIRECT;
}

int64_t bpf_aot_redirect_peer(uint32_t ifindex, uint64_t flags) {
    if (flags) {
        return TC_SHOT;
    }
    to_device(ifindex, BPF_AOT_REDIRECT_PEER);
    return TC_REDIRECT;
}

int64_t bpf_aot_redirect_neigh(uint32_t ifindex, void *next_hop, uint32_t size_bytes,
                               uint64_t flags) {
    if (flags || (size_bytes && (size_bytes < NEXT_HOP_BYTES || !next_hop))) {
        return TC_SHOT;
    }
    uint32_t target_flags = BPF_AOT_REDIRECT_NEIGH | (size_bytes ? BPF_AOT_REDIRECT_NEXTHOP : 0);
    struct bpf_aot_redirect_info *target = to_device(ifindex, target_flags);
    if (size_bytes) {
        memcpy(target->next_hop, next_hop, NEXT_HOP_BYTES);
    }
    return TC_REDIRECT;
}

/* A packet with segments of no type cannot be sent; test runs can make such. */
int64_t bpf_aot_clone_redirect(void *ctx, uint32_t ifindex, uint64_t flags) {
    const struct bpf_aot_skb *skb = ctx;
    if (flags & ~(uint64_t)INGRESS) {
        return -RT_EINVAL;
    }
    if (rt_skb_is_gso(skb) && !skb->gso_type) {
        return -RT_EBADMSG;
    }
    if (!bpf_aot_device_mtu(ifindex)) {
        return -RT_EINVAL;
    }
    if ((uintptr_t)skb->mac_header >= (uintptr_t)skb->network_header || !skb->len) {
        return -RT_ERANGE;
    }
    return bpf_aot_send_clone(skb, ifindex, flags);
}

int64_t bpf_aot_redirect_map(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    if (!map->ops->redirect) {
        return RT_XDP_ABORTED; /* the kernel's verifier refuses such a program */
    }
    return map->ops->redirect(map, key, flags);
}
