/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_PERCPU_ARRAY: lookups and updates see the calling CPU's values only. */
#include "cpu.h"
#include "maps/slots.h"

static void *percpu_array_lookup(struct bpf_aot_map *map, const void *key) {
    return slots_value(map, key, rt_map_cpu(map));
}

static long percpu_array_update(struct bpf_aot_map *map, const void *key, const void *value,
                                uint64_t flags) {
    long status = bpf_aot_slots_check(map, key, flags);
    if (status) {
        return status;
    }
    memmove(percpu_array_lookup(map, key), value, map->value_size);
    return 0;
}

static long percpu_array_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EINVAL;
}

const struct bpf_aot_map_ops bpf_aot_percpu_array_ops = {
    .lookup = percpu_array_lookup,
    .update = percpu_array_update,
    .remove = percpu_array_remove,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
    .holds = bpf_aot_slots_hold,
    .for_each = bpf_aot_slots_for_each,
};
