/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_DEVMAP: the value's first word is an interface index, 0 for no device. A program
 * may only look up and redirect; the rest is the host's view. */
#include "maps/slots.h"

static long devmap_update(struct bpf_aot_map *map, const void *key, const void *value,
                          uint64_t flags) {
    long status = bpf_aot_slots_check(map, key, flags);
    if (status) {
        return status;
    }
    memmove(slots_value(map, key, 0), value, map->value_size);
    return 0;
}

static long devmap_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    return bpf_aot_map_redirect(map, key, flags, RT_REDIRECT_DEVICES);
}

const struct bpf_aot_map_ops bpf_aot_devmap_ops = {
    .lookup = bpf_aot_slots_present,
    .update = devmap_update,
    .remove = bpf_aot_slots_clear,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
    .holds = bpf_aot_slots_hold,
    .redirect = devmap_redirect,
};
