/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_HASH. */
#include "maps/fields.h"
#include "maps/table_find.h"

static void *hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, 0);
    uint32_t number = table_find(&table, map, key);
    return number ? table_value(map, table_at(&table, number), 0) : NULL;
}

/* BPF_F_LOCK: 1 when there is no such element so far. */
static long update_in_place(struct bpf_aot_map *map, const void *key, const void *value,
                            uint64_t flags) {
    uint64_t existence = flags & ~(uint64_t)RT_LOCK;
    if (existence > RT_EXIST || bpf_aot_fields_check(map, flags)) {
        return -RT_EINVAL;
    }
    void *old = hash_lookup(map, key);
    long status = table_check(old != NULL, existence);
    if (status || !old) {
        return status ? status : 1;
    }
    return bpf_aot_fields_copy_locked(map, old, value, old);
}

static long hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                        uint64_t flags) {
    if (flags & RT_LOCK) {
        long status = update_in_place(map, key, value, flags);
        if (status <= 0) {
            return status;
        }
        flags &= ~(uint64_t)RT_LOCK;
    }
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
    .detach = bpf_aot_table_detach,
    .reuse = bpf_aot_table_reuse,
};
