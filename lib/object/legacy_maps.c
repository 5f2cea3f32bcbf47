/* SPDX-License-Identifier: Apache-2.0 */
/* Map definitions as they were before BTF: sections "maps" and "maps/NAME" hold structs of 32-bit
 * numbers, one for each symbol. The struct was every loader's own; only its first five members
 * are the same everywhere, so that its size is the distance to the next symbol. */
#include <inttypes.h>
#include <stdlib.h>

#include "object/read.h"

enum { LEAST_BYTES = 20, MOST_BYTES = 60 };

struct legacy_reader {
    struct reader *r;
    size_t section;                       /* ELF index */
    ARRAY(const struct symbol *) symbols; /* of the section, sorted by place */
};

static int compare_symbols(const void *left, const void *right) {
    const struct symbol *const *a = left, *const *b = right;
    if ((*a)->value != (*b)->value) {
        return (*a)->value < (*b)->value ? -1 : 1;
    }
    return (*a > *b) - (*a < *b);
}

static void find_symbols(struct legacy_reader *l) {
    const struct object *object = l->r->object;
    for (size_t i = 1; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        bool is_variable = symbol->type == STT_NOTYPE || symbol->type == STT_OBJECT;
        if (symbol->section == l->section && is_variable && symbol->name[0]) {
            *array_push(&l->r->s->arena, &l->symbols) = symbol;
        }
    }
    if (l->symbols.count) {
        qsort(l->symbols.data, l->symbols.count, sizeof(*l->symbols.data), compare_symbols);
    }
}

static bool read_map(struct legacy_reader *l, size_t index, struct map_def *def) {
    struct reader *r = l->r;
    const struct section *section = &r->object->sections[l->section];
    const struct symbol *symbol = l->symbols.data[index];
    bool is_last = index + 1 == l->symbols.count;
    uint64_t end = is_last ? section->size_bytes : l->symbols.data[index + 1]->value;
    if (symbol->value > section->size_bytes || end > section->size_bytes) {
        return fail(r->s, at_section(section->name),
                    "map '%s' is at byte %" PRIu64 ", the section has %zu", symbol->name,
                    symbol->value, section->size_bytes);
    }
    uint64_t size = end - symbol->value;
    if (size < LEAST_BYTES || size > MOST_BYTES) {
        return fail(r->s, at_section(section->name),
                    "map '%s' has a definition of %" PRIu64 " bytes, must be %d to %d",
                    symbol->name, size, LEAST_BYTES, MOST_BYTES);
    }
    const uint8_t *p = section->data + symbol->value;
    bool big_endian = r->object->big_endian;
    *def = (struct map_def){
        .name = symbol->name,
        .section = l->section,
        .offset = symbol->value,
        .size = size,
        .type = load32(p, big_endian),
        .key_size = load32(p + 4, big_endian),
        .value_size = load32(p + 8, big_endian),
        .max_entries = load32(p + 12, big_endian),
        .flags = load32(p + 16, big_endian),
    };
    return true;
}

static bool read_section(struct reader *r, size_t index) {
    struct legacy_reader l = {.r = r, .section = index};
    const struct section *section = &r->object->sections[index];
    find_symbols(&l);
    if (!section->data || !l.symbols.count) {
        return fail(r->s, at_section(section->name), "map definitions without %s",
                    section->data ? "symbols" : "contents");
    }
    for (size_t i = 0; i < l.symbols.count; i++) {
        if (!read_map(&l, i, array_push(&r->s->arena, &r->maps))) {
            return false;
        }
    }
    return true;
}

bool object_read_legacy_maps(struct reader *r) {
    for (size_t i = 1; i < r->object->section_count; i++) {
        const struct section *section = &r->object->sections[i];
        bool has_maps = section->kind == SECTION_LEGACY_MAPS && section->size_bytes;
        if (has_maps && !read_section(r, i)) {
            return false;
        }
    }
    return true;
}
