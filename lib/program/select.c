/* SPDX-License-Identifier: Apache-2.0 */
/* Which functions are programs, and of which type. Global functions outside .text are; where all
 * code is in .text, those that nobody calls, as long as a type is known for them. */
#include <bpf/btf.h>
#include <string.h>
#include <strings.h>

#include "program/build.h"

enum { MAX_LISTED = 32 };

struct choice {
    const char *type;
    int context;
};

static bool is_text(const struct builder *b, const struct piece *piece) {
    return strcmp(section_of(b, piece)->name, ".text") == 0;
}

/* (pointer, 64-bit integer): what a raw program takes. */
static bool has_raw_signature(const struct builder *b, const char *function) {
    const struct btf *btf = b->object->btf;
    int id = btf ? btf__find_by_name_kind(btf, function, BTF_KIND_FUNC) : -1;
    if (id <= 0) {
        return false;
    }
    const struct btf_type *proto = btf__type_by_id(btf, btf__type_by_id(btf, (uint32_t)id)->type);
    if (!proto || !btf_is_func_proto(proto) || btf_vlen(proto) != 2) {
        return false;
    }
    const struct btf_type *memory = object_plain_type(btf, btf_params(proto)[0].type);
    const struct btf_type *size = object_plain_type(btf, btf_params(proto)[1].type);
    return memory && btf_is_ptr(memory) && size && btf_is_int(size) && size->size == 8;
}

/* What no section stands for. */
static const struct {
    const char *name;
    struct choice choice;
} own_types[] = {
    {"raw", {"raw", CONTEXT_RAW}},
    {"classic", {"SOCKET_FILTER", CONTEXT_CLASSIC}},
};

/* The value of -prog-type: a section name, a type name, or one of ours. */
static bool choose_forced(struct builder *b, const char *forced, struct choice *choice) {
    for (size_t i = 0; i < sizeof(own_types) / sizeof(own_types[0]); i++) {
        if (strcasecmp(forced, own_types[i].name) == 0) {
            *choice = own_types[i].choice;
            return true;
        }
    }
    const struct section_row *row = section_row_by_type(forced);
    row = row ? row : section_row_by_name(forced);
    if (!row) {
        return fail(b->s, at_object(), "unknown program type '%s' in -prog-type", forced);
    }
    *choice = (struct choice){row->type, row->context};
    return true;
}

static bool choose(struct builder *b, const struct piece *piece, struct choice *choice) {
    const char *name = section_of(b, piece)->name;
    if (b->s->options->prog_type || b->default_type) {
        const char *forced = b->s->options->prog_type;
        return choose_forced(b, forced ? forced : b->default_type, choice);
    }
    const struct section_row *row = section_row_by_name(name);
    if (row) {
        *choice = (struct choice){row->type, row->context};
        return true;
    }
    if (has_raw_signature(b, piece->name)) {
        *choice = (struct choice){"raw", CONTEXT_RAW};
        return true;
    }
    return fail(b->s, at_section(name),
                "program '%s' has no type: the section name is unknown; name one with -prog-type",
                piece->name);
}

bool program_assign_type(struct builder *b, struct piece *piece) {
    struct choice choice;
    if (!choose(b, piece, &choice)) {
        return false;
    }
    if (choice.context < 0) {
        const char *section = section_of(b, piece)->name;
        return fail(b->s, at_section(section),
                    "program type %s (section %s) is not supported by this version", choice.type,
                    section);
    }
    piece->prog_type = choice.type;
    piece->context = (enum context_kind)choice.context;
    return true;
}

/* Marks what any call in the object goes to or takes the address of. Calls that lead nowhere are
 * reported later, if the function they are in is needed. */
static void mark_called(struct builder *b, const struct piece *piece, bool *is_called) {
    const struct section *section = section_of(b, piece);
    struct insn insn;
    for (uint32_t slot = piece->first; slot < piece->end; slot += insn.slots) {
        insn_decode(section->data, slot, piece->end, b->object->big_endian, &insn);
        const struct reloc *reloc = program_reloc_at(b, section, slot);
        if (insn_names_function(&insn) || (insn.op == OP_LDDW && reloc)) {
            const struct piece *callee =
                program_piece_at(b, program_call_target(piece->section, slot, &insn, reloc));
            if (callee) {
                is_called[callee - b->pieces.data] = true;
            }
        }
    }
}

static void find_text_programs(struct builder *b) {
    bool *is_called = ARENA_NEW_N(&b->s->arena, bool, b->pieces.count);
    for (size_t i = 0; i < b->pieces.count; i++) {
        mark_called(b, &b->pieces.data[i], is_called);
    }
    bool typed = b->s->options->prog_type || b->default_type;
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        piece->is_program =
            piece->is_global && !is_called[i] && (typed || has_raw_signature(b, piece->name));
    }
}

static bool find_programs(struct builder *b) {
    bool only_text = true;
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        piece->is_program = piece->is_global && !is_text(b, piece);
        only_text = only_text && is_text(b, piece);
    }
    if (only_text) {
        find_text_programs(b);
    }
    for (size_t i = 0; i < b->pieces.count; i++) {
        if (b->pieces.data[i].is_program) {
            return true;
        }
    }
    return fail(b->s, at_object(),
                only_text ? "no programs: all code is in .text; name a type with -prog-type"
                          : "no programs: no global function outside of .text");
}

/* -prog: the other programs become subprograms that nobody may need. */
static bool keep_named(struct builder *b, const char *wanted) {
    bool found = false;
    unsigned listed = 0;
    const char *list = "";
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        if (!piece->is_program) {
            continue;
        }
        if (listed++ < MAX_LISTED) {
            list = arena_printf(&b->s->arena, "%s%s%s", list, list[0] ? ", " : "", piece->name);
        }
        piece->is_program = strcmp(piece->name, wanted) == 0;
        found = found || piece->is_program;
    }
    return found ? true
                 : fail(b->s, at_object(), "no program '%s'; there are: %s%s", wanted, list,
                        listed > MAX_LISTED ? ", ..." : "");
}

bool program_select(struct builder *b) {
    if (!find_programs(b)) {
        return false;
    }
    if (b->s->options->prog && !keep_named(b, b->s->options->prog)) {
        return false;
    }
    for (size_t i = 0; i < b->pieces.count; i++) {
        struct piece *piece = &b->pieces.data[i];
        if (piece->is_program && !program_assign_type(b, piece)) {
            return false;
        }
    }
    return true;
}
