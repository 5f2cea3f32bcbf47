/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_XSKMAP: the value's first word stands for a socket, 0 for none. Unlike the other
 * index maps it tells empty entries from present ones in its update flags. */
#include "maps/slots.h"

static long xskmap_update(struct bpf_aot_map *map, const void *key, const void *value,
                          uint64_t flags) {
    if (flags > RT_EXIST) {
        return -RT_EINVAL;
    }
    void *slot = slots_value(map, key, 0);
    if (!slot) {
        return -RT_E2BIG;
    }
    bool present = rt_load32(slot) != 0;
    if (present && flags == RT_NOEXIST) {
        return -RT_EEXIST;
    }
    if (!present && flags == RT_EXIST) {
        return -RT_ENOENT;
    }
    memmove(slot, value, map->value_size);
    return 0;
}

static long xskmap_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    return bpf_aot_map_redirect(map, key, flags, 0);
}

const struct bpf_aot_map_ops bpf_aot_xskmap_ops = {
    .lookup = bpf_aot_slots_present,
    .update = xskmap_update,
    .remove = bpf_aot_slots_clear,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
    .holds = bpf_aot_slots_hold,
    .redirect = xskmap_redirect,
};
