/* SPDX-License-Identifier: Apache-2.0 */
/* Cuts executable sections into functions at their symbols. A section without any STT_FUNC is
 * cut at its global untyped symbols, and see untyped.c. */
#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>

#include "program/build.h"

static bool starts_function(const struct symbol *symbol, bool typed) {
    if (!symbol->name[0]) {
        return false;
    }
    return typed ? symbol->type == STT_FUNC
                 : symbol->type == STT_NOTYPE && symbol->bind != STB_LOCAL;
}

bool program_add_piece(struct builder *b, const struct symbol *symbol) {
    const struct section *section = &b->object->sections[symbol->section];
    if (symbol->value >= section->size_bytes ||
        symbol->size > section->size_bytes - symbol->value) {
        return fail(b->s, at_section(section->name),
                    "function '%s' has bytes %" PRIu64 " to %" PRIu64 ", the section has %zu",
                    symbol->name, symbol->value, symbol->value + symbol->size, section->size_bytes);
    }
    if (section->size_bytes / INSN_BYTES > UINT32_MAX) {
        return fail(b->s, at_section(section->name), "%zu bytes of code", section->size_bytes);
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
    if (a->section != b->section) {
        return a->section < b->section ? -1 : 1;
    }
    return (a->first > b->first) - (a->first < b->first);
}

/* Functions without a size reach to the next one. */
static bool close_piece(struct builder *b, struct piece *piece, const struct piece *next) {
    const struct section *section = section_of(b, piece);
    uint32_t limit = next ? next->first : (uint32_t)(section->size_bytes / INSN_BYTES);
    if (piece->end == piece->first) {
        piece->end = limit;
    }
    if (piece->end == piece->first || piece->end > limit) {
        return fail(b->s, at_slot(b, piece, piece->first), "functions '%s' and '%s' overlap",
                    piece->name, next->name);
    }
    if (piece->end - piece->first > MAX_INSNS) {
        return fail(b->s, at_slot(b, piece, piece->first),
                    "function '%s' has %u insns, the limit is %d", piece->name,
                    piece->end - piece->first, MAX_INSNS);
    }
    return true;
}

static bool close_pieces(struct builder *b) {
    bool *has_pieces = ARENA_NEW_N(&b->s->arena, bool, b->object->section_count);
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        bool is_last = i + 1 == b->pieces.count || piece[1].section != piece->section;
        has_pieces[piece->section] = true;
        if (!close_piece(b, piece, is_last ? NULL : piece + 1)) {
            return false;
        }
    }
    for (size_t i = 1; i < b->object->section_count; i++) {
        if (is_code(b->object, i) && !has_pieces[i]) {
            return fail(b->s, at_section(b->object->sections[i].name),
                        "executable section without a function symbol");
        }
    }
    return true;
}

bool program_split(struct builder *b) {
    const struct object *object = b->object;
    bool *is_typed = ARENA_NEW_N(&b->s->arena, bool, object->section_count);
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (is_code(object, symbol->section) && symbol->type == STT_FUNC) {
            is_typed[symbol->section] = true;
        }
    }
    for (size_t i = 0; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (is_code(object, symbol->section) &&
            starts_function(symbol, is_typed[symbol->section]) && !program_add_piece(b, symbol)) {
            return false;
        }
    }
    if (!program_split_untyped(b, is_typed)) {
        return false;
    }
    if (b->pieces.count) {
        qsort(b->pieces.data, b->pieces.count, sizeof(struct piece), compare_pieces);
    }
    return close_pieces(b);
}

struct piece *program_piece_at(struct builder *b, struct call_target target) {
    if (target.slot < 0 || target.slot > UINT32_MAX || !b->pieces.count) {
        return NULL;
    }
    struct piece wanted = {.section = target.section, .first = (uint32_t)target.slot};
    return bsearch(&wanted, b->pieces.data, b->pieces.count, sizeof(wanted), compare_pieces);
}
