/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_PROG_ARRAY: programs only tail call through it; the host fills it. */
#include "maps/pointers.h"
#include "maps/slots.h"

static void *prog_array_lookup(struct bpf_aot_map *map, const void *key) {
    return NULL;
}

static long prog_array_set(struct bpf_aot_map *map, const void *key, void *pointer) {
    const struct bpf_aot_program *program = pointer;
    if (program && !program->body) {
        return -RT_EINVAL; /* a raw program */
    }
    return bpf_aot_pointers_set(map, key, pointer);
}

const struct bpf_aot_map_ops bpf_aot_prog_array_ops = {
    .lookup = prog_array_lookup,
    .update = bpf_aot_pointers_no_update,
    .remove = bpf_aot_pointers_no_remove,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_pointers_value_on,
    .set = prog_array_set,
};

int bpf_aot_prog_array_set(struct bpf_aot_map *map, uint32_t index,
                           const struct bpf_aot_program *program) {
    if (map->type != RT_MAP_prog_array) {
        return -RT_EINVAL;
    }
    return (int)prog_array_set(map, &index, (void *)program);
}
