/* SPDX-License-Identifier: Apache-2.0 */
/* Jump tables (.jumptables, clang 22): 8-byte distances from the start of the code section become
 * indices of insns in the function, in a copy of the section. A gotox may go to every entry of
 * every table that its function has the address of. */
#include <elf.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "program/operand.h"
#include "support/bytes.h"

enum { ENTRY_BYTES = 8 };

/* A part of the section: one `switch`. */
struct table {
    const struct section *section;
    const char *name;
    uint64_t first, end; /* bytes */
};

/* A table reaches over its symbol or, where that says nothing, to the next one. */
static void find_end(const struct object *object, const struct symbol *start, struct table *table) {
    table->end = table->section->size_bytes;
    for (size_t i = 1; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->section == start->section && symbol->value > table->first &&
            symbol->value < table->end) {
            table->end = symbol->value;
        }
    }
}

/* The last symbol at or before the place. */
static const struct symbol *find_start(const struct object *object, size_t section,
                                       uint64_t place) {
    const struct symbol *found = NULL;
    for (size_t i = 1; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->section == section && symbol->type != STT_SECTION && symbol->value <= place &&
            (!found || symbol->value > found->value)) {
            found = symbol;
        }
    }
    return found;
}

static bool find_table(const struct operand *o, uint64_t place, struct table *table) {
    const struct builder *b = o->b;
    size_t index = o->reloc->symbol->section;
    const struct symbol *start = find_start(b->object, index, place);
    table->section = &b->object->sections[index];
    if (!start || place >= table->section->size_bytes || !table->section->data) {
        return fail(b->s, o->where, "no jump table at byte %" PRId64 " of %s", (int64_t)place,
                    table->section->name);
    }
    if (table->section->reloc_count) {
        return fail(b->s, o->where,
                    "jump tables with relocations are not supported by this version");
    }
    table->name = start->name;
    table->first = start->value;
    if (start->size && start->size <= table->section->size_bytes - start->value) {
        table->end = start->value + start->size;
    } else {
        find_end(b->object, start, table);
    }
    if (table->first % ENTRY_BYTES || table->end % ENTRY_BYTES || place >= table->end) {
        return fail(b->s, o->where,
                    "malformed jump table '%s', bytes %" PRIu64 " to %" PRIu64
                    " of %s, used at byte %" PRIu64,
                    table->name, table->first, table->end, table->section->name, place);
    }
    return true;
}

static int compare_slots(const void *left, const void *right) {
    const struct prog_insn *a = left, *b = right;
    return (a->slot > b->slot) - (a->slot < b->slot);
}

static bool find_target(const struct operand *o, const struct table *table, uint64_t at,
                        uint32_t *target) {
    const struct builder *b = o->b;
    const struct piece *piece = o->piece;
    uint64_t byte = load64(table->section->data + at, b->object->big_endian);
    uint64_t slot = byte / INSN_BYTES;
    if (byte % INSN_BYTES || slot < piece->first || slot >= piece->end) {
        return fail(b->s, o->where,
                    "entry %" PRIu64 " of jump table '%s' is byte %" PRIu64
                    ", no insn of function '%s' (%u to %u)",
                    (at - table->first) / ENTRY_BYTES, table->name, byte, piece->name, piece->first,
                    piece->end - 1);
    }
    struct prog_insn wanted = {.slot = (uint32_t)slot};
    const struct prog_insn *insn = bsearch(&wanted, o->function->insns, o->function->insn_count,
                                           sizeof(wanted), compare_slots);
    if (!insn) {
        return fail(b->s, o->where,
                    "entry %" PRIu64 " of jump table '%s' is %" PRIu64 ", the middle of lddw",
                    (at - table->first) / ENTRY_BYTES, table->name, slot);
    }
    *target = (uint32_t)(insn - o->function->insns);
    return true;
}

static bool convert_entry(const struct operand *o, const struct table *table,
                          struct jumptables *copy, uint64_t at) {
    struct builder *b = o->b;
    uint32_t *owner = &copy->owners[at / ENTRY_BYTES];
    uint32_t me = o->piece->function;
    uint32_t target;
    if (*owner && *owner != me) {
        return fail(b->s, o->where, "jump table '%s' is used by another function, too",
                    table->name);
    }
    if (!*owner) {
        if (!find_target(o, table, at, &target)) {
            return false;
        }
        store64(copy->bytes + at, target, b->object->big_endian);
        *array_push(&b->s->arena, &b->gotox_targets) = target;
        *owner = me;
    }
    return true;
}

static struct jumptables *copy_of(struct builder *b, size_t index, uint32_t data_index) {
    const struct section *section = &b->object->sections[index];
    struct jumptables *copy = &b->jumptables[index];
    if (!copy->bytes) {
        struct program_data *data = &b->data.data[data_index];
        copy->bytes = ARENA_NEW_N(&b->s->arena, uint8_t, section->size_bytes);
        copy->owners = ARENA_NEW_N(&b->s->arena, uint32_t, section->size_bytes / ENTRY_BYTES + 1);
        data->bytes = copy->bytes;
        data->read_only = true;
        data->align = data->align > ENTRY_BYTES ? data->align : ENTRY_BYTES;
    }
    return copy;
}

bool operand_resolve_table(struct operand *o) {
    struct builder *b = o->b;
    size_t index = o->reloc->symbol->section;
    uint64_t place = o->reloc->symbol->value + (uint64_t)(int64_t)o->insn->insn.imm;
    struct table table;
    uint32_t data_index;
    if (!find_table(o, place, &table) || !program_data_of(b, index, &data_index)) {
        return false;
    }
    struct jumptables *copy = copy_of(b, index, data_index);
    for (uint64_t at = table.first; at < table.end; at += ENTRY_BYTES) {
        if (!convert_entry(o, &table, copy, at)) {
            return false;
        }
    }
    o->insn->ref = REF_DATA;
    o->insn->ref_index = data_index;
    o->insn->ref_offset = (int64_t)place;
    return true;
}

static int compare_targets(const void *left, const void *right) {
    const uint32_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

bool program_finish_gotox(struct builder *b, const struct piece *piece, struct function *function) {
    uint32_t *targets = b->gotox_targets.data;
    size_t count = 0;
    if (b->gotox_targets.count) {
        qsort(targets, b->gotox_targets.count, sizeof(*targets), compare_targets);
    }
    for (size_t i = 0; i < b->gotox_targets.count; i++) {
        if (!count || targets[count - 1] != targets[i]) {
            targets[count++] = targets[i];
        }
    }
    function->gotox_targets = targets;
    function->gotox_target_count = count;
    memset(&b->gotox_targets, 0, sizeof(b->gotox_targets));
    for (size_t i = 0; i < function->insn_count && !count; i++) {
        if (function->insns[i].insn.op == OP_GOTOX) {
            return fail(b->s, at_slot(b, piece, function->insns[i].slot),
                        "gotox in function '%s', which has no jump table", function->name);
        }
    }
    return true;
}
