/* SPDX-License-Identifier: Apache-2.0 */
/* Which registers a block may read before it writes them: backwards, to a fixpoint. */
#include "blocks.h"

#define BIT(reg) ((uint16_t)(1u << (reg)))

enum { CALL_WRITES = 0x3f /* r0 to r5 */ };

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

uint16_t cfg_reads(const struct cfg *cfg, const struct prog_insn *insn) {
    if (insn->insn.op == OP_EXIT) {
        return BIT(0);
    }
    if (insn->ref == REF_HELPER) {
        return helper_reads(insn);
    }
    if (insn->ref == REF_FUNCTION) {
        return cfg->functions[insn->ref_index].params;
    }
    const struct insn_row *row = insn_row(insn->insn.opcode);
    uint16_t reads = 0;
    if (row->dst == FIELD_R || row->dst == FIELD_RW) {
        reads |= BIT(insn->insn.dst);
    }
    if (row->src == FIELD_R || row->src == FIELD_RW) {
        reads |= BIT(insn->insn.src);
    }
    return reads;
}

uint16_t cfg_writes(const struct prog_insn *insn) {
    if (insn->insn.op == OP_CALL) {
        return CALL_WRITES;
    }
    const struct insn_row *row = insn_row(insn->insn.opcode);
    return row->dst == FIELD_W || row->dst == FIELD_RW ? BIT(insn->insn.dst) : 0;
}

struct effect {
    uint16_t reads, writes;
};

static struct effect block_effect(const struct cfg *cfg, const struct function *function,
                                  const struct block *block) {
    struct effect effect = {0, 0};
    for (uint32_t i = block->end; i-- > block->first;) {
        uint16_t writes = cfg_writes(&function->insns[i]);
        effect.reads = (uint16_t)((effect.reads & ~writes) | cfg_reads(cfg, &function->insns[i]));
        effect.writes |= writes;
    }
    return effect;
}

void liveness_find(struct session *s, const struct cfg *cfg, const struct function *function,
                   struct function_cfg *fn) {
    struct effect *effects = ARENA_NEW_N(&s->arena, struct effect, fn->block_count);
    for (uint32_t i = 0; i < fn->order_count; i++) {
        effects[fn->order[i]] = block_effect(cfg, function, &fn->blocks[fn->order[i]]);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = fn->order_count; i-- > 0;) {
            struct block *block = &fn->blocks[fn->order[i]];
            const struct effect *effect = &effects[fn->order[i]];
            uint16_t out = 0;
            for (uint32_t j = 0; j < block->succ_count; j++) {
                out |= fn->blocks[block->succ[j]].live_in;
            }
            uint16_t live = (uint16_t)(effect->reads | (out & ~effect->writes));
            changed |= live != block->live_in;
            block->live_in = live;
        }
    }
    fn->params = fn->blocks[0].live_in & 0x3e;
}
