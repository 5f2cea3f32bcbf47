/* SPDX-License-Identifier: Apache-2.0 */
/* Static contents of maps: relocations inside a definition, each in the slot of its index. The
 * functions in a prog_array become programs, the maps in a map of maps must be like its template.
 */
#include <inttypes.h>
#include <linux/bpf.h>

#include "program/build.h"
#include "support/bytes.h"

enum { SLOT_BYTES = 8 };

struct contents {
    struct builder *b;
    uint32_t map; /* index in builder.maps */
    const struct map_def *def;
    const struct section *section;
};

static struct program_map *map_of(const struct contents *c) {
    return &c->b->maps.data[c->map];
}

void program_use_map(struct builder *b, uint32_t index) {
    if (!b->map_used[index]) {
        b->map_used[index] = true;
        *array_push(&b->s->arena, &b->used_maps) = index;
    }
}

static bool make_program(const struct contents *c, uint32_t index) {
    struct builder *b = c->b;
    struct piece *piece = b->origins.data[index];
    struct function *function = &b->functions.data[index];
    if (function->kind == FUNC_PROGRAM) {
        return true;
    }
    if (!program_assign_type(b, piece)) {
        return false;
    }
    function->kind = FUNC_PROGRAM;
    function->context = piece->context;
    function->prog_type = piece->prog_type;
    return true;
}

/* Locks and timers at the same places (kernel: btf_record_equal). */
static bool same_fields(const struct program_map *a, const struct program_map *b) {
    bool same = a->field_count == b->field_count;
    for (size_t i = 0; same && i < a->field_count; i++) {
        same = a->fields[i].kind == b->fields[i].kind && a->fields[i].offset == b->fields[i].offset;
    }
    return same;
}

/* The kernel compares in the same way (bpf_map_meta_equal, array_map_meta_equal). */
static bool check_inner(const struct contents *c, uint32_t index) {
    const struct program_map *outer = map_of(c);
    const struct program_map *like = outer->inner, *map = &c->b->maps.data[index];
    bool any_count = map->type != BPF_MAP_TYPE_ARRAY || map->flags & BPF_F_INNER_MAP;
    if (map->type == like->type && map->key_size == like->key_size &&
        map->value_size == like->value_size && map->flags == like->flags &&
        (any_count || map->max_entries == like->max_entries) && same_fields(map, like)) {
        return true;
    }
    return fail(c->b->s, at_section(c->section->name),
                "map '%s' in map '%s' differs from the template of inner maps", map->name,
                outer->name);
}

static bool check_value(const struct contents *c, const struct reloc *reloc,
                        const struct program_address *value) {
    bool takes_programs = map_of(c)->type == BPF_MAP_TYPE_PROG_ARRAY;
    if (value->ref != (takes_programs ? REF_FUNCTION : REF_MAP)) {
        return fail(c->b->s, at_section(c->section->name), "map '%s' takes %s, '%s' is none",
                    map_of(c)->name, takes_programs ? "programs" : "maps",
                    program_symbol_name(c->b, reloc->symbol));
    }
    return takes_programs ? make_program(c, value->ref_index) : check_inner(c, value->ref_index);
}

static bool find_slot(const struct contents *c, const struct reloc *reloc, uint64_t *slot) {
    uint64_t offset = reloc->offset - c->def->offset;
    *slot = (offset - c->def->values_offset) / SLOT_BYTES;
    if (offset < c->def->values_offset || (offset - c->def->values_offset) % SLOT_BYTES) {
        return fail(c->b->s, at_section(c->section->name),
                    "relocation against '%s' at byte %" PRIu64 " of map '%s', where no value is",
                    program_symbol_name(c->b, reloc->symbol), offset, c->def->name);
    }
    if (*slot >= map_of(c)->max_entries) {
        return fail(c->b->s, at_section(c->section->name),
                    "value %" PRIu64 " of map '%s', which has %u", *slot, c->def->name,
                    map_of(c)->max_entries);
    }
    return true;
}

static bool resolve_value(const struct contents *c, size_t index, struct program_address *value) {
    struct builder *b = c->b;
    const struct reloc *reloc = &c->section->relocs[index];
    uint64_t slot;
    if (!program_check_word(b, c->section, index) || !find_slot(c, reloc, &slot)) {
        return false;
    }
    struct reloc_target target = {
        .symbol = reloc->symbol,
        .addend = (int64_t)load64(c->section->data + reloc->offset, b->object->big_endian),
        .where = at_section(c->section->name),
    };
    if (!program_resolve_target(b, &target, value) || !check_value(c, reloc, value)) {
        return false;
    }
    value->at = slot;
    return true;
}

bool program_resolve_values(struct builder *b, uint32_t map) {
    const struct map_def *def = b->map_defs.data[map];
    const struct section *section = &b->object->sections[def->section];
    struct contents c = {.b = b, .map = map, .def = def, .section = section};
    size_t first = program_reloc_lower_bound(section, def->offset), end = first;
    while (end < section->reloc_count && section->relocs[end].offset - def->offset < def->size) {
        end++;
    }
    struct program_address *values = ARENA_NEW_N(&b->s->arena, struct program_address, end - first);
    size_t count = 0;
    for (size_t i = first; i < end; i++) {
        bool is_one = section->relocs[i].type != RELOC_NONE;
        if (is_one && !resolve_value(&c, i, &values[count])) {
            return false;
        }
        count += is_one;
    }
    b->maps.data[map].values = values;
    b->maps.data[map].value_count = count;
    return true;
}
