/* SPDX-License-Identifier: Apache-2.0 */
/* What the operands of LDDW and CALL stand for: relocations and call distances become indices.
 * Starts from the programs; a call to a new function adds it to the list that is worked off. */
#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "program/operand.h"

static bool resolve_helper(struct operand *o) {
    if (o->reloc) {
        return fail(o->b->s, o->where, "relocation against '%s' at a helper call",
                    program_symbol_name(o->b, o->reloc->symbol));
    }
    int32_t id = o->insn->insn.imm;
    int64_t index = program_helper_index(id);
    if (index < 0) {
        return fail(o->b->s, o->where, "helper %" PRId32 " has no row in helpers.def", id);
    }
    const struct helper_row *row = helper_row((uint32_t)index);
    if (row->effect == EFFECT_MISSING &&
        o->b->s->options->missing_helpers == BPF_AOT_MISSING_ERROR) {
        return fail(o->b->s, o->where, "helper %" PRId32 " has no row in helpers.def (bpf_%s)", id,
                    row->name);
    }
    o->insn->ref = REF_HELPER;
    o->insn->ref_index = (uint32_t)index;
    return true;
}

struct call_target program_call_target(size_t section, uint32_t slot, const struct insn *insn,
                                       const struct reloc *reloc) {
    if (!reloc) {
        return (struct call_target){section, (int64_t)slot + 1 + insn->imm};
    }
    if (insn->op == OP_LDDW) {
        int64_t place = (int64_t)(reloc->symbol->value + (uint64_t)(int64_t)insn->imm);
        return (struct call_target){reloc->symbol->section, place % 8 ? -1 : place / 8};
    }
    /* Against a function imm is -1; against a section it has the distance less one. */
    return (struct call_target){reloc->symbol->section,
                                (int64_t)(reloc->symbol->value / 8) + 1 + insn->imm};
}

uint32_t program_function_of(struct builder *b, struct piece *piece) {
    if (!piece->function) {
        struct function *function = array_push(&b->s->arena, &b->functions);
        function->name = piece->name;
        function->section = section_of(b, piece)->name;
        function->kind = piece->is_program  ? FUNC_PROGRAM
                         : piece->is_global ? FUNC_GLOBAL
                                            : FUNC_STATIC;
        function->context = piece->context;
        function->prog_type = piece->prog_type;
        *array_push(&b->s->arena, &b->origins) = piece;
        piece->function = (uint32_t)b->functions.count;
    }
    return piece->function - 1;
}

static bool resolve_local(struct operand *o) {
    struct builder *b = o->b;
    if (o->reloc && program_is_absent(b, o->reloc->symbol)) {
        b->has_absent = true;
        *array_push(&b->s->arena, &b->absent_calls) = (struct absent_call){
            .insn = (uint32_t)(o->insn - o->function->insns), .name = o->reloc->symbol->name};
        return true;
    }
    if (o->reloc && (!program_check_symbol(o->b, o->reloc->symbol, o->where) ||
                     !operand_check_type(o, RELOC_64_32))) {
        return false;
    }
    struct call_target target =
        program_call_target(o->piece->section, o->insn->slot, &o->insn->insn, o->reloc);
    bool is_whole = !o->reloc || o->reloc->symbol->value % INSN_BYTES == 0;
    struct piece *callee = is_whole ? program_piece_at(b, target) : NULL;
    if (!callee) {
        return fail(b->s, o->where, "call to %s+%" PRId64 ", where no function starts",
                    b->object->sections[target.section].name, target.slot);
    }
    o->insn->ref = REF_FUNCTION;
    o->insn->ref_index = program_function_of(b, callee);
    return true;
}

static bool resolve_call(struct operand *o) {
    switch (o->insn->insn.src) {
    case CALL_HELPER:
        return resolve_helper(o);
    case CALL_LOCAL:
        return resolve_local(o);
    default:
        return fail(o->b->s, o->where,
                    "calls of kernel functions (kfunc %" PRId32
                    ") are not supported by this version",
                    o->insn->insn.imm);
    }
}

static bool resolve_insn(struct operand *o) {
    switch (o->insn->insn.op) {
    case OP_LDDW:
        return operand_resolve_lddw(o);
    case OP_CALL:
        return resolve_call(o);
    default:
        return o->reloc
                   ? fail(o->b->s, o->where, "relocation against '%s' at %s, not lddw or call",
                          program_symbol_name(o->b, o->reloc->symbol), op_name(o->insn->insn.op))
                   : true;
    }
}

/* CO-RE records name insns, not symbols; one in a function that is needed cannot be applied. */
static bool check_core(struct builder *b, const struct piece *piece) {
    const struct object *object = b->object;
    const char *name = section_of(b, piece)->name;
    size_t low = 0, high = object->core_relo_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct core_relo *relo = &object->core_relos[middle];
        int order = strcmp(relo->section, name);
        if (order < 0 || (order == 0 && relo->offset / INSN_BYTES < piece->first)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct core_relo *first = &object->core_relos[low];
    if (low == object->core_relo_count || strcmp(first->section, name) != 0 ||
        first->offset / INSN_BYTES >= piece->end) {
        return true;
    }
    return fail(b->s, at_slot(b, piece, first->offset / INSN_BYTES),
                "CO-RE relocations are not supported by this version");
}

/* Every relocation of the function must belong to the first slot of an insn. */
static bool check_reloc_places(struct builder *b, const struct piece *piece,
                               const struct function *function) {
    const struct section *section = section_of(b, piece);
    size_t i = program_reloc_lower_bound(section, (uint64_t)piece->first * INSN_BYTES);
    size_t insn = 0;
    for (; i < section->reloc_count; i++) {
        uint64_t offset = section->relocs[i].offset;
        if (section->relocs[i].type == RELOC_NONE) {
            continue;
        }
        if (offset >= (uint64_t)piece->end * INSN_BYTES) {
            break;
        }
        while (insn < function->insn_count &&
               (uint64_t)function->insns[insn].slot * INSN_BYTES < offset) {
            insn++;
        }
        if (insn == function->insn_count ||
            (uint64_t)function->insns[insn].slot * INSN_BYTES != offset) {
            return fail(b->s, at_slot(b, piece, (uint32_t)(offset / INSN_BYTES)),
                        "relocation against '%s' at byte %" PRIu64 ", not the start of an insn",
                        program_symbol_name(b, section->relocs[i].symbol), offset);
        }
    }
    return true;
}

static bool resolve_function(struct builder *b, size_t index) {
    const struct piece *piece = b->origins.data[index];
    struct function function = b->functions.data[index];
    if (!check_core(b, piece) || !program_check_function(b, piece, &function) ||
        !check_reloc_places(b, piece, &function)) {
        return false;
    }
    for (size_t i = 0; i < function.insn_count; i++) {
        struct prog_insn *insn = &function.insns[i];
        struct operand operand = {
            .b = b,
            .piece = piece,
            .function = &function,
            .insn = insn,
            .reloc = program_reloc_at(b, section_of(b, piece), insn->slot),
            .where = at_slot(b, piece, insn->slot),
        };
        if (!resolve_insn(&operand)) {
            return false;
        }
    }
    if (!program_finish_gotox(b, piece, &function) ||
        !program_drop_absent_uses(b, piece, &function)) {
        return false;
    }
    function.address_taken = b->functions.data[index].address_taken;
    b->functions.data[index] = function;
    return true;
}

/* Works off what the programs reach; each of the three may add to all of them. */
static bool resolve_reached(struct builder *b) {
    size_t function = 0, data = 0, map = 0;
    for (;;) {
        if (function < b->functions.count) {
            if (!resolve_function(b, function++)) {
                return false;
            }
        } else if (data < b->data.count) {
            if (!program_resolve_data(b, data++)) {
                return false;
            }
        } else if (map < b->used_maps.count) {
            if (!program_resolve_values(b, b->used_maps.data[map++])) {
                return false;
            }
        } else {
            return true;
        }
    }
}

bool program_resolve(struct builder *b) {
    b->data_index = ARENA_NEW_N(&b->s->arena, uint32_t, b->object->section_count);
    b->jumptables = ARENA_NEW_N(&b->s->arena, struct jumptables, b->object->section_count);
    b->map_used = ARENA_NEW_N(&b->s->arena, bool, b->maps.count);
    for (size_t i = 0; i < b->pieces.count; i++) {
        if (b->pieces.data[i].is_program) {
            program_function_of(b, &b->pieces.data[i]);
        }
    }
    /* All maps are kept; with -prog, only the contents of those that it uses. */
    for (uint32_t i = 0; i < b->maps.count && !b->s->options->prog; i++) {
        program_use_map(b, i);
    }
    return resolve_reached(b);
}
