/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_DEVMAP_HASH: as devmap, under any 32-bit key. There is no value "no device", and
 * BPF_EXIST is not looked at. */
#include "maps/table.h"

static void *devmap_hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_hash_element *element = bpf_aot_table_find(map, key);
    return element ? table_value(map, element, 0) : NULL;
}

static long devmap_hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                               uint64_t flags) {
    if (flags > RT_EXIST || rt_load32(value) == 0) {
        return -RT_EINVAL;
    }
    struct table_update update = {.key = key, .value = value, .flags = flags & RT_NOEXIST};
    return bpf_aot_table_update(map, &update);
}

static long devmap_hash_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    return bpf_aot_map_redirect(map, key, flags, RT_REDIRECT_DEVICES);
}

const struct bpf_aot_map_ops bpf_aot_devmap_hash_ops = {
    .lookup = devmap_hash_lookup,
    .update = devmap_hash_update,
    .remove = bpf_aot_table_remove,
    .next_key = bpf_aot_table_next_key,
    .value_on = bpf_aot_table_value_on,
    .holds = bpf_aot_table_holds,
    .redirect = devmap_hash_redirect,
};
