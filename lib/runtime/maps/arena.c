/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_ARENA: memory that programs and the host share. One address space for both, so that
 * a pointer means the same to either; all pages are there from the start. */
#include "maps/no_keys.h"

static long arena_update(struct bpf_aot_map *map, const void *key, const void *value,
                         uint64_t flags) {
    return -RT_EOPNOTSUPP;
}

static long arena_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EOPNOTSUPP;
}

static bool arena_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                        bool writes) {
    uint64_t bytes = BPF_AOT_ARENA_BYTES(0, 0, map->max_entries, 1);
    return size_bytes <= bytes && offset <= bytes - size_bytes;
}

const struct bpf_aot_map_ops bpf_aot_arena_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = arena_update,
    .remove = arena_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
    .holds = arena_holds,
};
