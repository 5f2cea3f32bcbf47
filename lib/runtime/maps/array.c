/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_ARRAY: every index exists, so entries are neither created nor deleted. */
#include "maps/fields.h"
#include "maps/slots.h"

static void *array_lookup(struct bpf_aot_map *map, const void *key) {
    return slots_value(map, key, 0);
}

static long array_update(struct bpf_aot_map *map, const void *key, const void *value,
                         uint64_t flags) {
    long status = bpf_aot_slots_check(map, key, flags & ~(uint64_t)RT_LOCK);
    status = status ? status : bpf_aot_fields_check(map, flags);
    if (status) {
        return status;
    }
    void *to = slots_value(map, key, 0);
    if (flags & RT_LOCK) {
        return bpf_aot_fields_copy_locked(map, to, value, to);
    }
    bpf_aot_fields_copy(map, to, value);
    bpf_aot_fields_forget(map, to); /* kernel: bpf_obj_free_fields */
    return 0;
}

static long array_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EINVAL;
}

const struct bpf_aot_map_ops bpf_aot_array_ops = {
    .lookup = array_lookup,
    .update = array_update,
    .remove = array_remove,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
    .holds = bpf_aot_slots_hold,
    .for_each = bpf_aot_slots_for_each,
};
