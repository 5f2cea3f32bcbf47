/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_tail_call: the checks, in the order of the kernel's interpreter. */
#include "maps/pointers.h"

int64_t bpf_aot_tail_call(void *ctx, struct bpf_aot_map *map, uint32_t index,
                          struct bpf_aot_run *run) {
    if (map->type != RT_MAP_prog_array || index >= map->max_entries ||
        run->tail_calls >= BPF_AOT_TAIL_CALLS_MAX) {
        return 0;
    }
    run->tail_calls++; /* an empty slot counts, too */
    const struct bpf_aot_program *program = pointers_load(pointers_slot(map, index));
    bool raw = run->context == BPF_AOT_CONTEXT_RAW;
    if (!program || !program->body || raw != (program->context == BPF_AOT_CONTEXT_RAW)) {
        return 0; /* the kernel keeps others out of the map */
    }
    run->next = program->body;
    run->ctx = ctx;
    return 1;
}
