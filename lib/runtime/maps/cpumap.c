/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_CPUMAP: the value's first word is a queue size, 0 for no queue. A program may only
 * look up and redirect; the rest is the host's view. */
#include "maps/slots.h"

#define QUEUE_MAX 16384

static long cpumap_update(struct bpf_aot_map *map, const void *key, const void *value,
                          uint64_t flags) {
    long status = bpf_aot_slots_check(map, key, flags);
    if (status) {
        return status;
    }
    if (rt_load32(value) > QUEUE_MAX) {
        return -RT_EOVERFLOW;
    }
    memmove(slots_value(map, key, 0), value, map->value_size);
    return 0;
}

static long cpumap_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    return bpf_aot_map_redirect(map, key, flags, 0);
}

const struct bpf_aot_map_ops bpf_aot_cpumap_ops = {
    .lookup = bpf_aot_slots_present,
    .update = cpumap_update,
    .remove = bpf_aot_slots_clear,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
    .holds = bpf_aot_slots_hold,
    .redirect = cpumap_redirect,
};
