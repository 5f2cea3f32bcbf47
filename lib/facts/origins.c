/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a register holds a constant on each way that leads to an insn, though another one on
 * each: a kernel's verifier, which walks the ways one by one, then knows it everywhere (its
 * tnum_is_const). Goes backwards through what the register was made of. What comes out of a frame
 * or from a caller gets the benefit of the doubt. */
#include "fact.h"
#include "state.h"

struct search {
    const struct function *code;
    const struct function_cfg *cfg;
    const struct function_facts *facts;
    uint16_t *wanted; /* by block, at its end: registers that have to be constants */
    uint16_t *seen;   /* by block: those that were looked for */
    uint32_t *stack;  /* blocks of which wanted is not 0 */
    uint32_t depth;
};

/* What has to be constant before an insn so that what it writes is; false: nothing helps. */
static bool find_sources(const struct prog_insn *insn, uint16_t *mask) {
    const struct insn *i = &insn->insn;
    if (i->op == OP_LDX || i->op == OP_LDSX) {
        return i->src == REG_FP;
    }
    if (i->op >= OP_JA) {
        return i->op == OP_LDDW;
    }
    bool is_move = i->op == OP_MOV || i->op == OP_MOVSX;
    *mask |= is_move ? 0 : (uint16_t)(1u << i->dst);
    *mask |= i->form == FORM_X ? (uint16_t)(1u << i->src) : 0;
    return true;
}

/* `if reg == K goto block`: the register, as a set. */
static uint16_t told(const struct search *s, uint32_t from, uint32_t block) {
    const struct block *pred = &s->cfg->blocks[from];
    const struct insn *last = &s->code->insns[pred->end - 1].insn;
    bool tells = last->op == OP_JEQ && last->form == FORM_K && pred->succ[0] == block;
    return tells ? (uint16_t)(1u << last->dst) : 0;
}

static uint16_t known_at_start(const struct search *s, uint32_t block) {
    const struct block_state *state = s->facts->at_block[block];
    uint16_t known = 0;
    for (unsigned r = 0; r < REG_COUNT; r++) {
        bool is_constant = state && state->regs[r] && fact_is_constant(state->regs[r]);
        known |= is_constant || !state ? (uint16_t)(1u << r) : 0;
    }
    return known;
}

/* Hands on what the block has not made itself. */
static bool leave_block(struct search *s, uint32_t block, uint16_t mask) {
    mask &= (uint16_t)~known_at_start(s, block);
    if (mask && block == 0 && s->code->kind == FUNC_PROGRAM) {
        return false;
    }
    const struct block *b = &s->cfg->blocks[block];
    for (uint32_t i = 0; mask && i < b->pred_count; i++) {
        uint32_t pred = b->preds[i];
        uint16_t more = mask & (uint16_t)~(told(s, pred, block) | s->seen[pred]);
        if (more && !s->wanted[pred]) {
            s->stack[s->depth++] = pred;
        }
        s->wanted[pred] |= more;
        s->seen[pred] |= more;
    }
    return true;
}

static bool walk_back(struct search *s, uint32_t block, uint32_t end, uint16_t mask) {
    for (uint32_t i = end; mask && i-- > s->cfg->blocks[block].first;) {
        uint16_t made = cfg_writes(&s->code->insns[i]) & mask;
        mask &= (uint16_t)~made;
        if (made && !find_sources(&s->code->insns[i], &mask)) {
            return false;
        }
    }
    return leave_block(s, block, mask);
}

bool origins_are_constants(struct session *session, const struct facts *facts, uint32_t function,
                           const struct prog_insn *insn, unsigned reg) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    struct search s = {
        .code = &facts->program->functions[function],
        .cfg = cfg,
        .facts = &facts->functions[function],
        .wanted = ARENA_NEW_N(&session->arena, uint16_t, cfg->block_count),
        .seen = ARENA_NEW_N(&session->arena, uint16_t, cfg->block_count),
        .stack = ARENA_NEW_N(&session->arena, uint32_t, cfg->block_count),
    };
    uint32_t index = (uint32_t)(insn - s.code->insns);
    bool good = walk_back(&s, cfg->block_of[index], index, (uint16_t)(1u << reg));
    while (good && s.depth) {
        uint32_t block = s.stack[--s.depth];
        uint16_t mask = s.wanted[block];
        s.wanted[block] = 0;
        good = walk_back(&s, block, cfg->blocks[block].end, mask);
    }
    return good;
}
