/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts executable sections into functions at their symbols. A section without any STT_FUNC (as
 * assemblers leave it) is cut at its global untyped symbols. */
#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>

#include "program/build.h"

static bool section_has_functions(const struct object *object, size_t section) {
    for (size_t i = 0; i < object->symbol_count; i++) {
        if (object->symbols[i].section == section && object->symbols[i].type == STT_FUNC) {
            return true;
        }
    }
    return false;
}

static bool starts_function(const struct symbol *symbol, size_t section, bool typed) {
    if (symbol->section != section || !symbol->name[0]) {
        return false;
    }
    return typed ? symbol->type == STT_FUNC
                 : symbol->type == STT_NOTYPE && symbol->bind != STB_LOCAL;
}

static bool add_piece(struct builder *b, const struct symbol *symbol) {
    const struct section *section = &b->object->sections[symbol->section];
    if (symbol->value >= section->size_bytes ||
        symbol->size > section->size_bytes - symbol->value) {
        return fail(b->s, at_section(section->name),
                    "function '%s' has bytes %" PRIu64 " to %" PRIu64 ", the section has %zu",
                    symbol->name, symbol->value, symbol->value + symbol->size,
                    section->size_bytes);
    }
    if (symbol->value % INSN_BYTES || symbol->size % INSN_BYTES) {
        return fail(b->s, at_section(section->name),
                    "function '%s' of %" PRIu64 " bytes at byte %" PRIu64
                    ", must be multiples of 8",
                    symbol->name, symbol->size, symbol->value);
    }
    *array_push(&b->s->arena, &b->pieces) = (struct piece){
        .name = symbol->name,
        .section = symbol->section,
        .first = (uint32_t)(symbol->value / INSN_BYTES),
        .end = (uint32_t)((symbol->value + symbol->size) / INSN_BYTES),
        .is_global = symbol->bind != STB_LOCAL,
    };
    return true;
}

static int compare_pieces(const void *left, const void *right) {
    const struct piece *a = left, *b = right;
    return (a->first > b->first) - (a->first < b->first);
}

/* Functions without a size reach to the next one. */
static bool close_pieces(struct builder *b, const struct section *section, size_t start) {
    for (size_t i = start; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        bool is_last = i + 1 == b->pieces.count;
        uint32_t limit = is_last ? (uint32_t)(section->size_bytes / INSN_BYTES) : piece[1].first;
        if (piece->end == piece->first) {
            piece->end = limit;
        }
        if (piece->end == piece->first || piece->end > limit) {
            return fail(b->s, at_insn(section->name, piece->first),
                        "functions '%s' and '%s' overlap", piece->name, piece[1].name);
        }
        if (piece->end - piece->first > MAX_INSNS) {
            return fail(b->s, at_insn(section->name, piece->first),
                        "function '%s' has %u insns, the limit is %d", piece->name,
                        piece->end - piece->first, MAX_INSNS);
        }
    }
    return true;
}

static bool split_section(struct builder *b, size_t index) {
    const struct section *section = &b->object->sections[index];
    if (section->size_bytes / INSN_BYTES > UINT32_MAX) {
        return fail(b->s, at_section(section->name), "section of %zu bytes", section->size_bytes);
    }
    bool typed = section_has_functions(b->object, index);
    size_t start = b->pieces.count;
    for (size_t i = 0; i < b->object->symbol_count; i++) {
        const struct symbol *symbol = &b->object->symbols[i];
        if (starts_function(symbol, index, typed) && !add_piece(b, symbol)) {
            return false;
        }
    }
    if (b->pieces.count == start) {
        return fail(b->s, at_section(section->name), "executable section without a function symbol");
    }
    qsort(b->pieces.data + start, b->pieces.count - start, sizeof(struct piece), compare_pieces);
    return close_pieces(b, section, start);
}

bool split_functions(struct builder *b) {
    for (size_t i = 1; i < b->object->section_count; i++) {
        const struct section *section = &b->object->sections[i];
        if (section->kind == SECTION_CODE && section->size_bytes && !split_section(b, i)) {
            return false;
        }
    }
    return true;
}

struct piece *piece_at(struct builder *b, struct call_target target) {
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        if (piece->section == target.section && piece->first == target.slot) {
            return piece;
        }
    }
    return NULL;
}
