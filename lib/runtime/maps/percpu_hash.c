/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_PERCPU_HASH: an update changes the calling CPU's value in place, since no other
 * CPU's program looks at it. */
#include "cpu.h"
#include "maps/table.h"

static void *percpu_hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_hash_element *element = bpf_aot_table_find(map, key);
    return element ? table_value(map, element, rt_map_cpu(map)) : NULL;
}

static long percpu_hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                               uint64_t flags) {
    struct table_update update = {
        .key = key,
        .value = value,
        .flags = flags,
        .cpu = rt_map_cpu(map),
        .in_place = true,
    };
    return bpf_aot_table_update(map, &update);
}

const struct bpf_aot_map_ops bpf_aot_percpu_hash_ops = {
    .lookup = percpu_hash_lookup,
    .update = percpu_hash_update,
    .remove = bpf_aot_table_remove,
    .next_key = bpf_aot_table_next_key,
    .walk = bpf_aot_table_walk,
    .value_on = bpf_aot_table_value_on,
    .holds = bpf_aot_table_holds,
    .for_each = bpf_aot_table_for_each,
    .detach = bpf_aot_table_detach,
    .reuse = bpf_aot_table_reuse,
};
