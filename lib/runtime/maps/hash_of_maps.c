/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_HASH_OF_MAPS: a hash whose values of 4 bytes, padded to 8, are slots. */
#include "maps/pointers.h"
#include "maps/table.h"

static void *hash_of_maps_lookup(struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_hash_element *element = bpf_aot_table_find(map, key);
    return element ? pointers_load(table_value(map, element, 0)) : NULL;
}

static long hash_of_maps_set(struct bpf_aot_map *map, const void *key, void *pointer) {
    if (!pointer) {
        return bpf_aot_table_remove(map, key);
    }
    long status = bpf_aot_inner_check(map, pointer);
    if (status) {
        return status;
    }
    union bpf_aot_slot slot = {.unused = 0};
    slot.pointer = pointer;
    /* The same storage, seen as a hash of whole slots. */
    struct bpf_aot_map slots = *map;
    slots.value_size = sizeof(slot);
    struct table_update update = {.key = key, .value = &slot, .flags = RT_ANY};
    return bpf_aot_table_update(&slots, &update);
}

const struct bpf_aot_map_ops bpf_aot_hash_of_maps_ops = {
    .lookup = hash_of_maps_lookup,
    .update = bpf_aot_pointers_no_update,
    .remove = bpf_aot_pointers_no_remove,
    .next_key = bpf_aot_table_next_key,
    .walk = bpf_aot_table_walk,
    .value_on = bpf_aot_table_value_on,
    .set = hash_of_maps_set,
};
