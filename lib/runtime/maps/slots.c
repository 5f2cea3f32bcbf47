/* SPDX-License-Identifier: Apache-2.0 */
/* The common parts of the map types that are indexed by a number. */
#include "maps/slots.h"

long bpf_aot_slots_check(const struct bpf_aot_map *map, const void *key, uint64_t flags) {
    if (flags > RT_EXIST) {
        return -RT_EINVAL;
    }
    if (rt_load32(key) >= map->max_entries) {
        return -RT_E2BIG;
    }
    return flags == RT_NOEXIST ? -RT_EEXIST : 0;
}

void *bpf_aot_slots_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return cpu < map->cpus ? slots_value(map, key, cpu) : NULL;
}

bool bpf_aot_slots_hold(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                        bool writes) {
    size_t stride = rt_round8(map->value_size);
    return size_bytes <= map->value_size &&
           offset / stride < (size_t)map->max_entries * map->cpus &&
           offset % stride <= map->value_size - size_bytes;
}

void *bpf_aot_slots_present(struct bpf_aot_map *map, const void *key) {
    void *value = slots_value(map, key, 0);
    return value && rt_load32(value) ? value : NULL;
}

long bpf_aot_slots_clear(struct bpf_aot_map *map, const void *key) {
    void *value = slots_value(map, key, 0);
    if (!value) {
        return -RT_EINVAL;
    }
    memset(value, 0, map->value_size);
    return 0;
}
