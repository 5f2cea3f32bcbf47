/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_ARRAY_OF_MAPS: a lookup's value is the inner map itself. */
#include "maps/pointers.h"
#include "maps/slots.h"

static void *array_of_maps_lookup(struct bpf_aot_map *map, const void *key) {
    union bpf_aot_slot *slot = pointers_slot(map, rt_load32(key));
    return slot ? pointers_load(slot) : NULL;
}

static long array_of_maps_set(struct bpf_aot_map *map, const void *key, void *pointer) {
    long status = pointer ? bpf_aot_inner_check(map, pointer) : 0;
    return status ? status : bpf_aot_pointers_set(map, key, pointer);
}

const struct bpf_aot_map_ops bpf_aot_array_of_maps_ops = {
    .lookup = array_of_maps_lookup,
    .update = bpf_aot_pointers_no_update,
    .remove = bpf_aot_pointers_no_remove,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_pointers_value_on,
    .set = array_of_maps_set,
};
