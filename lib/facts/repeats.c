/* SPDX-License-Identifier: Apache-2.0 */
/* Insns that compute once more what a register still holds. Compilers repeat a sum where they have
 * checked it in another register; for the facts such an insn is a copy of that register. Values are
 * numbered along ways that nothing else joins. */
#include <string.h>

#include "fact.h"

enum { KEPT = 12 }; /* computations that are remembered */

static const bool computes[OP_COUNT] = {
    [OP_ADD] = true,   [OP_SUB] = true,   [OP_MUL] = true,   [OP_DIV] = true,   [OP_SDIV] = true,
    [OP_MOD] = true,   [OP_SMOD] = true,  [OP_OR] = true,    [OP_AND] = true,   [OP_XOR] = true,
    [OP_LSH] = true,   [OP_RSH] = true,   [OP_ARSH] = true,  [OP_NEG] = true,   [OP_MOV] = true,
    [OP_MOVSX] = true, [OP_TO_LE] = true, [OP_TO_BE] = true, [OP_BSWAP] = true,
};

static const bool commutes[OP_COUNT] = {
    [OP_ADD] = true, [OP_MUL] = true, [OP_OR] = true, [OP_AND] = true, [OP_XOR] = true,
};

/* What an insn computes, from the numbers of its operands' values. */
struct computation {
    int64_t imm;
    uint32_t left, right; /* 0: none */
    uint32_t value;
    uint8_t opcode, sign_from;
    int16_t off;
};

struct values {
    uint32_t regs[REG_COUNT]; /* numbers of what they hold */
    uint32_t low[REG_COUNT];  /* the same of what lower halves are told by: a w-move keeps them */
    uint32_t next;            /* place for a computation */
    struct computation kept[KEPT];
};

struct numbering {
    const struct function *function;
    const struct function_cfg *cfg;
    struct values *ends; /* by block */
    uint32_t last;       /* number given */
    uint8_t *repeats;    /* by insn */
};

static struct computation computation_of(const struct values *values, const struct insn *insn) {
    const uint32_t *operands = insn->width == 32 ? values->low : values->regs;
    bool reads_dst = insn->op != OP_MOV && insn->op != OP_MOVSX;
    struct computation is = {
        .opcode = insn->opcode,
        .off = insn->off,
        .sign_from = insn->sign_from,
        .imm = insn->imm64,
        .left = reads_dst ? operands[insn->dst] : 0,
        .right = insn->form == FORM_X ? operands[insn->src] : 0,
    };
    if (commutes[insn->op] && insn->form == FORM_X && is.left > is.right) {
        is.left = operands[insn->src];
        is.right = operands[insn->dst];
    }
    return is;
}

static bool is_same(const struct computation *a, const struct computation *b) {
    return a->opcode == b->opcode && a->off == b->off && a->sign_from == b->sign_from &&
           a->imm == b->imm && a->left == b->left && a->right == b->right;
}

/* The number of the value, a new one if nothing is known to have computed it. */
static uint32_t number_of(struct numbering *n, struct values *values, struct computation *is) {
    for (uint32_t i = 0; i < KEPT; i++) {
        if (values->kept[i].value && is_same(&values->kept[i], is)) {
            return values->kept[i].value;
        }
    }
    is->value = ++n->last;
    values->kept[values->next++ % KEPT] = *is;
    return is->value;
}

static void step(struct numbering *n, struct values *values, uint32_t index) {
    const struct prog_insn *insn = &n->function->insns[index];
    const struct insn *i = &insn->insn;
    bool moves = i->op == OP_MOV && i->form == FORM_X;
    if (moves && i->width == 64) {
        values->regs[i->dst] = values->regs[i->src];
        values->low[i->dst] = values->low[i->src];
        return;
    }
    if (computes[i->op]) {
        struct computation is = computation_of(values, i);
        uint32_t value = number_of(n, values, &is);
        for (uint8_t r = 0; r < REG_COUNT; r++) {
            if (values->regs[r] == value && r != i->dst) {
                n->repeats[index] = (uint8_t)(r + 1);
            }
        }
        values->low[i->dst] = moves ? values->low[i->src] : value;
        values->regs[i->dst] = value;
        return;
    }
    uint16_t writes = cfg_writes(insn);
    for (int r = 0; r < REG_COUNT; r++) {
        if (writes & 1u << r) {
            values->regs[r] = values->low[r] = ++n->last;
        }
    }
}

/* What a block begins with: what the only way to it ends with. */
static struct values begin(struct numbering *n, const struct block *block) {
    if (block->pred_count == 1 && block != n->cfg->blocks &&
        n->cfg->blocks[block->preds[0]].order < block->order) {
        return n->ends[block->preds[0]];
    }
    struct values values = {.next = 0};
    for (int r = 0; r < REG_COUNT; r++) {
        values.regs[r] = values.low[r] = ++n->last;
    }
    return values;
}

const uint8_t *repeats_find(struct session *s, const struct function *function,
                            const struct function_cfg *cfg) {
    struct numbering n = {
        .function = function,
        .cfg = cfg,
        .ends = ARENA_NEW_N(&s->arena, struct values, cfg->block_count),
        .repeats = ARENA_NEW_N(&s->arena, uint8_t, function->insn_count),
    };
    for (uint32_t i = 0; i < cfg->order_count; i++) {
        const struct block *block = &cfg->blocks[cfg->order[i]];
        struct values values = begin(&n, block);
        for (uint32_t at = block->first; at < block->end; at++) {
            step(&n, &values, at);
        }
        n.ends[cfg->order[i]] = values;
    }
    return n.repeats;
}

void repeat_meet(const struct transfer *t, struct facts_state *state, const struct prog_insn *insn,
                 struct fact *result) {
    const struct function *function = &t->facts->program->functions[t->function];
    const uint8_t *repeats = t->facts->functions[t->function].repeats;
    uint8_t held = repeats ? repeats[insn - function->insns] : 0;
    bool counts = result->kind == KIND_SCALAR || result->kind == KIND_FRAME ||
                  result->kind == KIND_PACKET || result->kind == KIND_PACKET_META;
    if (!held || !counts || state->regs[held - 1].kind != result->kind) {
        return;
    }
    class_join(t, state, insn, &state->regs[held - 1]);
    struct fact same = state->regs[held - 1];
    if (scalar_meet(&same.num, &result->num)) {
        *result = same;
    }
}
