/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_HASH. */
#include "maps/table_find.h"

static void *hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, 0);
    uint32_t number = table_find(&table, map, key);
    return number ? table_value(map, table_at(&table, number), 0) : NULL;
}

static long hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                        uint64_t flags) {
    struct table_update update = {.key = key, .value = value, .flags = flags};
    return bpf_aot_table_update(map, &update);
}

const struct bpf_aot_map_ops bpf_aot_hash_ops = {
    .lookup = hash_lookup,
    .update = hash_update,
    .remove = bpf_aot_table_remove,
    .next_key = bpf_aot_table_next_key,
    .walk = bpf_aot_table_walk,
    .value_on = bpf_aot_table_value_on,
    .holds = bpf_aot_table_holds,
    .for_each = bpf_aot_table_for_each,
};
