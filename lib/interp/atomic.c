/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic operations (RFC 9669, 5.3), and load-acquire and store-release, which came to the
 * instruction set later. There is one thread, so only their values matter here. */
#include "parts.h"

enum {
    ATOMIC_FETCH = 0x01,
    ATOMIC_ADD = 0x00,
    ATOMIC_OR = 0x40,
    ATOMIC_AND = 0x50,
    ATOMIC_XOR = 0xa0,
    ATOMIC_XCHG = 0xe1,
    ATOMIC_CMPXCHG = 0xf1,
    ATOMIC_LOAD_ACQUIRE = 0x100,
    ATOMIC_STORE_RELEASE = 0x110,
};

/* False when imm is none of the simple operations. */
static bool simple_operation(int32_t imm, uint64_t old, uint64_t operand, uint64_t *value) {
    switch (imm & ~ATOMIC_FETCH) {
    case ATOMIC_ADD:
        *value = old + operand;
        return true;
    case ATOMIC_OR:
        *value = old | operand;
        return true;
    case ATOMIC_AND:
        *value = old & operand;
        return true;
    case ATOMIC_XOR:
        *value = old ^ operand;
        return true;
    default:
        return false;
    }
}

/* r0 gets the old value, zero-extended, whether the exchange took place or not. */
static uint64_t compare_exchange(uint64_t *regs, uint64_t old, uint64_t operand, unsigned bits) {
    uint64_t expected = zero_extend(regs[0], bits);
    regs[0] = old;
    return old == expected ? operand : old;
}

static enum interp_status ordered_access(struct interp *in, const struct interp_insn *insn) {
    uint64_t *regs = in->frames[in->depth].regs;
    unsigned bytes = interp_access_bytes(insn);
    uint64_t value;
    if (insn->imm == ATOMIC_STORE_RELEASE) {
        uint64_t address = regs[insn->dst] + (uint64_t)(int64_t)insn->off;
        return interp_store(in, address, bytes, regs[insn->src]) ? INTERP_OK : INTERP_FAULT;
    }
    if (insn->dst == INTERP_FP) {
        return INTERP_BAD_INSN;
    }
    if (!interp_load(in, regs[insn->src] + (uint64_t)(int64_t)insn->off, bytes, &value)) {
        return INTERP_FAULT;
    }
    regs[insn->dst] = value;
    return INTERP_OK;
}

enum interp_status interp_atomic(struct interp *in, const struct interp_insn *insn) {
    uint64_t *regs = in->frames[in->depth].regs;
    uint64_t address = regs[insn->dst] + (uint64_t)(int64_t)insn->off;
    unsigned bytes = interp_access_bytes(insn);
    uint64_t old, value;
    if (insn->imm == ATOMIC_LOAD_ACQUIRE || insn->imm == ATOMIC_STORE_RELEASE) {
        return ordered_access(in, insn);
    }
    /* Words and double words only; what is fetched goes to src, which must not be r10. */
    if (bytes < 4 ||
        ((insn->imm & ATOMIC_FETCH) && insn->imm != ATOMIC_CMPXCHG && insn->src == INTERP_FP)) {
        return INTERP_BAD_INSN;
    }
    if (!interp_load(in, address, bytes, &old)) {
        return INTERP_FAULT;
    }
    uint64_t operand = zero_extend(regs[insn->src], 8 * bytes);
    if (insn->imm == ATOMIC_CMPXCHG) {
        value = compare_exchange(regs, old, operand, 8 * bytes);
    } else if (insn->imm == ATOMIC_XCHG) {
        value = operand;
        regs[insn->src] = old;
    } else if (simple_operation(insn->imm, old, operand, &value)) {
        if (insn->imm & ATOMIC_FETCH) {
            regs[insn->src] = old;
        }
    } else {
        return INTERP_BAD_INSN;
    }
    return interp_store(in, address, bytes, value) ? INTERP_OK : INTERP_FAULT;
}
