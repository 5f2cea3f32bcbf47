/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_redirect_map for every map type that has it. */
#include "helpers/xdp.h"
#include "maps/maps.h"

long bpf_aot_map_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags,
                          uint64_t more_flags) {
    if (flags & ~(RT_REDIRECT_ACTION | more_flags)) {
        return RT_XDP_ABORTED;
    }
    /* The kernel's lookup takes 32 bits of the key, too. */
    uint32_t index = (uint32_t)key;
    struct bpf_aot_redirect_info *target = bpf_aot_redirect_target();
    if (!map->ops->lookup(map, &index) && !(flags & RT_REDIRECT_BROADCAST)) {
        target->map = NULL;
        target->target = 0;
        return (long)(flags & RT_REDIRECT_ACTION);
    }
    target->map = map;
    target->target = index;
    target->flags = (uint32_t)flags;
    return RT_XDP_REDIRECT;
}
