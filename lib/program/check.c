/* SPDX-License-Identifier: Apache-2.0 */
/* The structure of a function, as the kernel checks it before it looks at values. What each field
 * may hold is a column of insn.def; here stands what the columns mean. */
#include <inttypes.h>

#include "program/build.h"

enum { NO_INDEX = UINT32_MAX };

struct checker {
    struct session *s;
    struct location where;
    const struct insn *insn;
};

static bool check_zero(const struct checker *c, const char *field, int64_t value) {
    return value == 0
               ? true
               : fail(c->s, c->where, "reserved field %s is %" PRId64 ", must be 0", field, value);
}

static bool check_register(const struct checker *c, const char *field, enum insn_field kind,
                           unsigned reg) {
    if (kind == FIELD_NONE) {
        return check_zero(c, field, reg);
    }
    if (reg >= REG_COUNT) {
        return fail(c->s, c->where, "%s register r%u, the last one is r10", field, reg);
    }
    bool writes = kind == FIELD_W || kind == FIELD_RW;
    return writes && reg == REG_FP ? fail(c->s, c->where, "r10 is read-only") : true;
}

static bool check_src(const struct checker *c, const struct insn_row *row) {
    unsigned src = c->insn->src;
    if (row->src == FIELD_LDDW) {
        return src <= LDDW_MAP_IDX_VALUE ? true : fail(c->s, c->where, "unknown lddw kind %u", src);
    }
    if (row->src == FIELD_CALL) {
        return src <= CALL_KFUNC ? true : fail(c->s, c->where, "unknown call kind %u", src);
    }
    return check_register(c, "src", row->src, src);
}

static bool check_off(const struct checker *c, const struct insn_row *row) {
    int off = c->insn->off;
    switch (row->off) {
    case FIELD_ZERO:
        return check_zero(c, "off", off);
    case FIELD_SDIV:
        return off == 0 || off == 1
                   ? true
                   : fail(c->s, c->where, "off %d selects no division, must be 0 or 1", off);
    case FIELD_MOVSX:
        return c->insn->op == OP_ADDR_CAST || off == 0 || off == 8 || off == 16 ||
                       (off == 32 && row->width == 64)
                   ? true
                   : fail(c->s, c->where, "off %d selects no move, must be 0, 8, 16%s", off,
                          row->width == 64 ? " or 32" : "");
    default:
        return true;
    }
}

static bool check_atomic(const struct checker *c) {
    const struct insn *insn = c->insn;
    if (!insn_atomic_is_known(insn)) {
        return fail(c->s, c->where, "there is no atomic operation 0x%02" PRIx32 " of %u bits",
                    (uint32_t)insn->imm, insn->width);
    }
    return insn_atomic_writes(insn) == REG_FP ? fail(c->s, c->where, "r10 is read-only") : true;
}

static bool check_cast(const struct checker *c) {
    int32_t imm = c->insn->imm;
    if (imm == CAST_FROM_ARENA || imm == CAST_TO_ARENA) {
        return true;
    }
    return fail(c->s, c->where,
                "address space cast 0x%" PRIx32
                ", must be 0x%x (from 1 to 0) or 0x%x (from 0 to 1)",
                (uint32_t)imm, CAST_FROM_ARENA, CAST_TO_ARENA);
}

static bool check_imm(const struct checker *c, const struct insn_row *row) {
    int32_t imm = c->insn->imm;
    if (c->insn->op == OP_ADDR_CAST) {
        return check_cast(c);
    }
    if (row->imm == FIELD_ATOMIC) {
        return check_atomic(c);
    }
    if (row->imm == FIELD_ZERO) {
        return check_zero(c, "imm", imm);
    }
    if (row->imm == FIELD_SWAP && imm != 16 && imm != 32 && imm != 64) {
        return fail(c->s, c->where, "byte swap of %" PRId32 " bits, must be 16, 32 or 64", imm);
    }
    return true;
}

static bool check_insn(const struct checker *c) {
    const struct insn *insn = c->insn;
    const struct insn_row *row = insn_row(insn->opcode);
    return check_register(c, "dst", row->dst, insn->dst) && check_src(c, row) &&
           check_off(c, row) && check_imm(c, row);
}

/* Of an LDDW's second slot, only imm is used. */
static bool check_second_slot(const struct checker *c, const uint8_t *second) {
    for (size_t i = 0; i < 4; i++) {
        if (second[i]) {
            return fail(c->s, c->where, "the second slot of lddw has more than an immediate");
        }
    }
    return true;
}

static bool decode_insn(struct builder *b, const struct piece *piece, uint32_t slot,
                        struct insn *insn) {
    const struct section *section = section_of(b, piece);
    struct checker c = {b->s, at_slot(b, piece, slot), insn};
    if (!insn_decode(section->data, slot, piece->end, b->object->big_endian, insn)) {
        return insn->op == OP_LDDW ? fail(b->s, c.where, "lddw has no second slot")
                                   : fail(b->s, c.where, "unknown opcode 0x%02x", insn->opcode);
    }
    if (insn->slots == 2 &&
        !check_second_slot(&c, section->data + ((size_t)slot + 1) * INSN_BYTES)) {
        return false;
    }
    return check_insn(&c);
}

/* Slots to indices; the second slot of an LDDW has none. */
static bool resolve_jumps(struct builder *b, const struct piece *piece, struct function *function,
                          const uint32_t *index_of_slot) {
    for (size_t i = 0; i < function->insn_count; i++) {
        struct prog_insn *insn = &function->insns[i];
        if (!insn_is_jump(&insn->insn)) {
            continue;
        }
        int64_t target = (int64_t)insn->slot + 1 + insn_jump_offset(&insn->insn);
        if (target < piece->first || target >= piece->end) {
            return fail(b->s, at_slot(b, piece, insn->slot),
                        "jump to %" PRId64 " is outside of function '%s' (%u to %u)", target,
                        piece->name, piece->first, piece->end - 1);
        }
        insn->target = index_of_slot[target - piece->first];
        if (insn->target == NO_INDEX) {
            return fail(b->s, at_slot(b, piece, insn->slot),
                        "jump to %" PRId64 " is into the middle of lddw", target);
        }
    }
    return true;
}

static bool check_end(struct builder *b, const struct piece *piece,
                      const struct function *function) {
    const struct prog_insn *last = &function->insns[function->insn_count - 1];
    enum op op = last->insn.op;
    if (op == OP_EXIT || op == OP_JA || op == OP_GOTOX) {
        return true;
    }
    return fail(b->s, at_slot(b, piece, last->slot),
                "function '%s' falls off its end; the last insn must be exit or goto", piece->name);
}

bool program_check_function(struct builder *b, const struct piece *piece,
                            struct function *function) {
    uint32_t slot_count = piece->end - piece->first;
    uint32_t *index_of_slot = ARENA_NEW_N(&b->s->arena, uint32_t, slot_count);
    function->insns = ARENA_NEW_N(&b->s->arena, struct prog_insn, slot_count);
    for (uint32_t slot = piece->first; slot < piece->end;) {
        struct prog_insn *insn = &function->insns[function->insn_count];
        insn->slot = slot;
        if (!decode_insn(b, piece, slot, &insn->insn)) {
            return false;
        }
        index_of_slot[slot - piece->first] = (uint32_t)function->insn_count++;
        if (insn->insn.slots == 2) {
            index_of_slot[slot + 1 - piece->first] = NO_INDEX;
        }
        slot += insn->insn.slots;
    }
    return resolve_jumps(b, piece, function, index_of_slot) && check_end(b, piece, function);
}
