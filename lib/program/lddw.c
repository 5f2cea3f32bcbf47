/* SPDX-License-Identifier: Apache-2.0 */
/* What an LDDW stands for: by its relocation or, without one, by its kind. */
#include <inttypes.h>

#include "program/operand.h"

static void refer_to(struct operand *o, const struct program_address *address) {
    o->insn->ref = address->ref;
    o->insn->ref_index = address->ref_index;
    o->insn->ref_offset = address->ref_offset;
    if (address->ref == REF_FUNCTION) {
        o->b->functions.data[address->ref_index].address_taken = true;
    }
    if (address->ref == REF_NONE) {
        /* A weak symbol that nobody defines. */
        o->insn->insn.src = LDDW_IMM64;
        o->insn->insn.imm = 0;
        o->insn->insn.imm64 = 0;
    }
}

static enum section_kind target_kind(const struct operand *o) {
    size_t section = o->reloc->symbol->section;
    const struct object *object = o->b->object;
    return section < object->section_count ? object->sections[section].kind : SECTION_OTHER;
}

static bool check_reloc(const struct operand *o) {
    struct builder *b = o->b;
    const struct insn *insn = &o->insn->insn;
    const char *name = program_symbol_name(b, o->reloc->symbol);
    /* R_BPF_NONE is here only for maps; see program_reloc_at. */
    if (o->reloc->type != RELOC_NONE && !operand_check_type(o, RELOC_64_64)) {
        return false;
    }
    bool is_code = target_kind(o) == SECTION_CODE && insn->src == LDDW_CODE_ADDR;
    if (insn->src > LDDW_MAP_VALUE && !is_code) {
        return fail(b->s, o->where, "relocation against '%s' at an lddw of kind %u", name,
                    insn->src);
    }
    if (insn->imm64 != insn->imm && insn->imm64 != (uint32_t)insn->imm) {
        return fail(b->s, o->where, "the addend of a relocated lddw has more than 32 bits");
    }
    return true;
}

static bool resolve_reloc(struct operand *o) {
    struct program_address address;
    struct reloc_target target = {
        .symbol = o->reloc->symbol, .addend = o->insn->insn.imm, .where = o->where};
    if (target_kind(o) == SECTION_JUMPTABLES) {
        return check_reloc(o) && operand_resolve_table(o);
    }
    /* In this order: what the target is matters more than how the insn says it. */
    if (!program_resolve_target(o->b, &target, &address) || !check_reloc(o)) {
        return false;
    }
    refer_to(o, &address);
    return true;
}

/* The address of a function of the same section, by its distance. */
static bool resolve_distance(struct operand *o) {
    struct builder *b = o->b;
    struct call_target target =
        program_call_target(o->piece->section, o->insn->slot, &o->insn->insn, NULL);
    struct piece *piece = program_piece_at(b, target);
    if (!piece) {
        return fail(b->s, o->where, "address of %s+%" PRId64 ", where no function starts",
                    b->object->sections[target.section].name, target.slot);
    }
    refer_to(o, &(struct program_address){.ref = REF_FUNCTION,
                                          .ref_index = program_function_of(b, piece)});
    return true;
}

bool operand_resolve_lddw(struct operand *o) {
    static const char *const kinds[] = {
        [LDDW_MAP_FD] = "map file descriptor", [LDDW_MAP_VALUE] = "map value",
        [LDDW_VAR_ADDR] = "kernel variable",   [LDDW_CODE_ADDR] = "callback",
        [LDDW_MAP_IDX] = "map by index",       [LDDW_MAP_IDX_VALUE] = "map value by index",
    };
    if (o->reloc) {
        return resolve_reloc(o);
    }
    unsigned kind = o->insn->insn.src;
    if (kind == LDDW_IMM64) {
        return true;
    }
    if (kind == LDDW_CODE_ADDR) {
        return resolve_distance(o);
    }
    return fail(o->b->s, o->where, "lddw of a %s (src %u) without a relocation", kinds[kind], kind);
}
