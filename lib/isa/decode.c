/* SPDX-License-Identifier: Apache-2.0 */
/* Bytes to struct insn, in the byte order of the object (RFC 9669, 3.1). */
#include "isa/insn.h"

#include "support/bytes.h"

static const struct insn_row rows[256] = {
#define INSN(code, op_, width_, form_, dst_, src_, off_, imm_)                                     \
    [code] = {OP_##op_,     width_,       FORM_##form_, FIELD_##dst_,                              \
              FIELD_##src_, FIELD_##off_, FIELD_##imm_},
#include "isa/insn.def"
};

static const char *const names[OP_COUNT] = {
    [OP_INVALID] = "invalid",
#define OP(op, name) [OP_##op] = name,
#include "isa/insn.def"
};

const struct insn_row *insn_row(uint8_t opcode) {
    return &rows[opcode];
}

const char *op_name(enum op op) {
    return names[op];
}

/* off selects the signed form of DIV and MOD, and of MOV sign extension or address space cast. */
static void apply_off_forms(struct insn *insn, const struct insn_row *row) {
    if (row->off == FIELD_SDIV && insn->off == 1) {
        insn->op = insn->op == OP_DIV ? OP_SDIV : OP_SMOD;
    }
    if (row->off == FIELD_MOVSX && insn->off == 1 && insn->width == 64) {
        insn->op = OP_ADDR_CAST;
    } else if (row->off == FIELD_MOVSX && insn->off != 0) {
        insn->op = OP_MOVSX;
        insn->sign_from = (uint8_t)insn->off;
    }
}

bool insn_atomic_is_known(const struct insn *insn) {
    switch (insn->imm & ~ATOMIC_FETCH) {
    case ATOMIC_ADD:
    case ATOMIC_OR:
    case ATOMIC_AND:
    case ATOMIC_XOR:
        return insn->width >= 32;
    case ATOMIC_XCHG & ~ATOMIC_FETCH:
    case ATOMIC_CMPXCHG & ~ATOMIC_FETCH:
        return insn->width >= 32 && insn->imm & ATOMIC_FETCH;
    case ATOMIC_LOAD_ACQ:
    case ATOMIC_STORE_REL:
        return !(insn->imm & ATOMIC_FETCH);
    default:
        return false;
    }
}

int insn_atomic_writes(const struct insn *insn) {
    switch (insn->imm) {
    case ATOMIC_CMPXCHG:
        return 0;
    case ATOMIC_LOAD_ACQ:
        return insn->dst;
    default:
        return insn_atomic_fetches(insn) ? insn->src : -1;
    }
}

bool insn_decode(const uint8_t *code, size_t slot, size_t slots, bool big_endian,
                 struct insn *insn) {
    const uint8_t *p = code + slot * INSN_BYTES;
    const struct insn_row *row = &rows[p[0]];
    /* The nibbles are a C bit-field: their order follows the byte order. */
    *insn = (struct insn){
        .opcode = p[0],
        .op = row->op,
        .form = row->form,
        .width = row->width,
        .dst = big_endian ? p[1] >> 4 : p[1] & 15,
        .src = big_endian ? p[1] & 15 : p[1] >> 4,
        .off = (int16_t)load16(p + 2, big_endian),
        .imm = (int32_t)load32(p + 4, big_endian),
        .slots = 1,
    };
    insn->imm64 = insn->imm;
    if (row->op == OP_INVALID) {
        return false;
    }
    apply_off_forms(insn, row);
    if (row->imm == FIELD_SWAP) {
        insn->width = (uint8_t)insn->imm;
    }
    if (row->op == OP_LDDW) {
        insn->slots = 2;
        if (slot + 1 >= slots) {
            return false;
        }
        uint64_t high = load32(p + INSN_BYTES + 4, big_endian);
        insn->imm64 = (int64_t)(high << 32 | (uint32_t)insn->imm);
    }
    return true;
}
