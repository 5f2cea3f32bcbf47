/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_redirect and bpf_redirect_map of XDP programs. */
#include "helpers/xdp.h"
#include "maps/maps.h"

int64_t bpf_aot_redirect(uint32_t ifindex, uint64_t flags) {
    if (flags) {
        return RT_XDP_ABORTED; /* XDP knows no flags, unlike tc */
    }
    struct bpf_aot_redirect_info *target = bpf_aot_redirect_target();
    target->map = NULL;
    target->target = ifindex;
    target->flags = 0;
    return RT_XDP_REDIRECT;
}

int64_t bpf_aot_redirect_map(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    if (!map->ops->redirect) {
        return RT_XDP_ABORTED; /* the kernel's verifier refuses such a program */
    }
    return map->ops->redirect(map, key, flags);
}
