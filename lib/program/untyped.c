/* SPDX-License-Identifier: Apache-2.0 */
/* Functions of sections without any STT_FUNC, as assemblers and clang before 9 leave them. Besides
 * the global symbols, which split.c has seen, a function starts wherever a call goes, and at the
 * section's start. Without a symbol it is named after the section. */
#include <ctype.h>
#include <elf.h>
#include <string.h>

#include "program/build.h"

struct cutter {
    struct builder *b;
    const bool *is_typed; /* by ELF section */
    bool **starts;        /* by ELF section, then by slot; NULL for sections of no concern */
};

/* "xdp/one" -> "xdp_one" */
static const char *valid_name(struct builder *b, const char *section) {
    while (*section && !isalnum((unsigned char)*section)) {
        section++;
    }
    bool is_digit = isdigit((unsigned char)*section);
    char *name = arena_printf(&b->s->arena, "%s%s", is_digit ? "_" : "", section);
    for (char *p = name; *p; p++) {
        *p = isalnum((unsigned char)*p) ? *p : '_';
    }
    return name;
}

/* Old clang kept its labels inside of functions, too. */
static bool is_label(const char *name) {
    return strncmp(name, "LBB", 3) == 0 || strncmp(name, ".L", 2) == 0;
}

static const char *name_at(const struct cutter *c, size_t section, size_t slot) {
    const struct object *object = c->b->object;
    for (size_t i = 1; i < object->symbol_count; i++) {
        const struct symbol *symbol = &object->symbols[i];
        if (symbol->section == section && symbol->value == slot * INSN_BYTES &&
            symbol->type == STT_NOTYPE && symbol->name[0] && !is_label(symbol->name)) {
            return symbol->name;
        }
    }
    const char *prefix = valid_name(c->b, object->sections[section].name);
    return slot ? arena_printf(&c->b->s->arena, "%s_sub%zu", prefix, slot)
                : arena_printf(&c->b->s->arena, "%s_prog", prefix);
}

static bool add_start(struct cutter *c, size_t section, int64_t slot, bool is_global) {
    size_t slots = c->b->object->sections[section].size_bytes / INSN_BYTES;
    if (slot < 0 || (uint64_t)slot >= slots || c->starts[section][slot]) {
        return true;
    }
    c->starts[section][slot] = true;
    const struct symbol symbol = {
        .name = name_at(c, section, (size_t)slot),
        .value = (uint64_t)slot * INSN_BYTES,
        .bind = is_global ? STB_GLOBAL : STB_LOCAL,
        .section = section,
    };
    return program_add_piece(c->b, &symbol);
}

/* Adds what the insns of one section call or take the address of. */
static bool follow_calls(struct cutter *c, size_t index) {
    const struct object *object = c->b->object;
    const struct section *section = &object->sections[index];
    size_t slots = section->size_bytes / INSN_BYTES;
    struct insn insn;
    for (size_t slot = 0; slot < slots; slot += insn.slots) {
        insn_decode(section->data, slot, slots, object->big_endian, &insn);
        const struct reloc *reloc = program_reloc_at(c->b, section, (uint32_t)slot);
        if (!insn_names_function(&insn) && (insn.op != OP_LDDW || !reloc)) {
            continue;
        }
        struct call_target target = program_call_target(index, (uint32_t)slot, &insn, reloc);
        bool is_ours = target.section < object->section_count && c->starts[target.section];
        if (is_ours && !add_start(c, target.section, target.slot, false)) {
            return false;
        }
    }
    return true;
}

static void find_starts(struct cutter *c) {
    struct builder *b = c->b;
    c->starts = ARENA_NEW_N(&b->s->arena, bool *, b->object->section_count);
    for (size_t i = 1; i < b->object->section_count; i++) {
        if (is_code(b->object, i) && !c->is_typed[i]) {
            size_t slots = b->object->sections[i].size_bytes / INSN_BYTES;
            c->starts[i] = ARENA_NEW_N(&b->s->arena, bool, slots);
        }
    }
    for (size_t i = 0; i < b->pieces.count; i++) {
        const struct piece *piece = &b->pieces.data[i];
        if (c->starts[piece->section]) {
            c->starts[piece->section][piece->first] = true;
        }
    }
}

bool program_split_untyped(struct builder *b, const bool *is_typed) {
    struct cutter c = {.b = b, .is_typed = is_typed};
    find_starts(&c);
    for (size_t i = 1; i < b->object->section_count; i++) {
        if (is_code(b->object, i) && !follow_calls(&c, i)) {
            return false;
        }
    }
    for (size_t i = 1; i < b->object->section_count; i++) {
        if (c.starts[i] && !add_start(&c, i, 0, true)) {
            return false;
        }
    }
    return true;
}
