/* SPDX-License-Identifier: Apache-2.0 */
/* Lookups that always find something: the index is known well enough, and the map has an element
 * for each (array_map_lookup_elem of the kernel returns NULL for nothing but a large index). */
#include <linux/bpf.h>

#include "fact.h"

/* The largest index that the key may be. */
static uint64_t largest_index(const struct transfer *t, const struct facts_state *state,
                              const struct fact *key) {
    static const struct insn load = {.op = OP_LDX, .width = 32};
    uint64_t number;
    if (key->maybe_null || !fact_is_pointer(key) || !fact_is_exact(key)) {
        return UINT64_MAX;
    }
    if (key->kind == KIND_FRAME) {
        struct fact index = slots_load(t, state, &load, key->num.smin);
        return index.kind == KIND_SCALAR ? index.num.umax : UINT64_MAX;
    }
    bool is_data = key->kind == KIND_DATA && key->object != OBJECT_UNKNOWN;
    return is_data && rodata_load(t->facts->program, key->object, key->num.smin, 4, &number)
               ? number
               : UINT64_MAX;
}

bool facts_lookup_hits(const struct facts *facts, uint32_t function, const struct helper_row *row,
                       const struct facts_state *state) {
    struct transfer t = {.facts = facts, .function = function};
    const struct fact *map = &state->regs[1];
    if (row->id != BPF_FUNC_map_lookup_elem || map->kind != KIND_MAP ||
        map->object == OBJECT_UNKNOWN || map->maybe_null) {
        return false;
    }
    const struct program_map *known = &facts->program->maps[map->object];
    return map_lookup_kind(known->type) == LOOKUP_VALUE &&
           largest_index(&t, state, &state->regs[2]) < known->max_entries;
}
