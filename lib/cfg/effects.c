/* SPDX-License-Identifier: Apache-2.0 */
/* Which registers an insn reads and writes. Most of it stands in insn.def; calls and atomics
 * depend on what they do. */
#include "cfg/cfg.h"

#define BIT(reg) ((uint16_t)(1u << (reg)))

enum { CALL_WRITES = 0x3f /* r0 to r5 */, CALL_READS_ALL = 0x3e /* r1 to r5 */ };

static uint16_t helper_reads(const struct prog_insn *insn) {
    const struct helper_row *row = helper_row(insn->ref_index);
    uint16_t reads = 0;
    for (int i = 0; i < 5; i++) {
        if (row->args[i] != ARG_NONE) {
            reads |= BIT(i + 1);
        }
    }
    return reads;
}

static bool compares(const struct insn *insn) {
    return insn->op == OP_ATOMIC && insn->imm == ATOMIC_CMPXCHG;
}

uint16_t cfg_reads(const struct cfg *cfg, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    if (i->op == OP_EXIT || compares(i)) {
        return (uint16_t)(BIT(0) | (compares(i) ? BIT(i->dst) | BIT(i->src) : 0));
    }
    if (i->op == OP_CALL) {
        return insn->ref == REF_HELPER ? helper_reads(insn)
                                       : cfg->functions[insn->ref_index].params;
    }
    if (i->op == OP_LD_ABS || i->op == OP_LD_IND) {
        return (uint16_t)(BIT(6) | (i->op == OP_LD_IND ? BIT(i->src) : 0));
    }
    if (i->op == OP_CALLX) {
        /* Nobody knows what the callee takes. */
        return (uint16_t)(CALL_READS_ALL | BIT(i->dst));
    }
    if (i->op == OP_ATOMIC && i->imm == ATOMIC_LOAD_ACQ) {
        return BIT(i->src);
    }
    const struct insn_row *row = insn_row(i->opcode);
    uint16_t reads = 0;
    if (row->dst == FIELD_R || row->dst == FIELD_RW) {
        reads |= BIT(i->dst);
    }
    if (row->src == FIELD_R || row->src == FIELD_RW) {
        reads |= BIT(i->src);
    }
    return reads;
}

static uint16_t atomic_writes(const struct insn *insn) {
    if (insn->imm == ATOMIC_LOAD_ACQ) {
        return BIT(insn->dst);
    }
    if (insn->imm == ATOMIC_CMPXCHG) {
        return BIT(0);
    }
    return insn_atomic_fetches(insn) ? BIT(insn->src) : 0;
}

uint16_t cfg_writes(const struct prog_insn *insn) {
    switch (insn->insn.op) {
    case OP_CALL:
    case OP_CALLX:
    case OP_LD_ABS:
    case OP_LD_IND:
        return CALL_WRITES;
    default:
        break;
    }
    if (insn->insn.op == OP_ATOMIC) {
        return atomic_writes(&insn->insn);
    }
    const struct insn_row *row = insn_row(insn->insn.opcode);
    return row->dst == FIELD_W || row->dst == FIELD_RW ? BIT(insn->insn.dst) : 0;
}
