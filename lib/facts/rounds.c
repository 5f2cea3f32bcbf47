/* SPDX-License-Identifier: Apache-2.0 */
/* Rounds of a loop by the shape of its code: a register that only one insn of the loop writes,
 * `r += c`, is compared there with N, and equal leaves the loop. From a known start that bounds the
 * rounds whatever the register's range is: 32-bit counters that go down from 0 wrap. */
#include "solver.h"

enum { MAX_BLOCKS = 4096 }; /* of a function whose loops are looked at */

struct shape {
    const struct solver *v;
    uint32_t head;
    bool *inside; /* by block of the function */
};

/* The blocks that lead back to the head; false when there is another way into them. */
static bool find_inside(struct shape *shape, uint32_t latch) {
    const struct function_cfg *cfg = shape->v->cfg;
    struct arena *arena = &shape->v->s->arena;
    shape->inside = ARENA_NEW_N(arena, bool, cfg->block_count);
    uint32_t *left = ARENA_NEW_N(arena, uint32_t, cfg->block_count), count = 0;
    shape->inside[shape->head] = true;
    if (!shape->inside[latch]) {
        shape->inside[latch] = true;
        left[count++] = latch;
    }
    while (count) {
        const struct block *block = &cfg->blocks[left[--count]];
        if (block == cfg->blocks) {
            return false;
        }
        for (uint32_t i = 0; i < block->pred_count; i++) {
            if (!shape->inside[block->preds[i]]) {
                shape->inside[block->preds[i]] = true;
                left[count++] = block->preds[i];
            }
        }
    }
    return true;
}

/* The only block that goes back to the head, or BLOCK_NONE. */
static uint32_t find_latch(const struct solver *v, uint32_t head) {
    const struct block *block = &v->cfg->blocks[head];
    uint32_t latch = BLOCK_NONE;
    for (uint32_t i = 0; i < block->pred_count; i++) {
        if (edge_goes_back(v, block->preds[i], head)) {
            if (latch != BLOCK_NONE) {
                return BLOCK_NONE;
            }
            latch = block->preds[i];
        }
    }
    return latch;
}

/* The insn of a block that adds to the register, if it is the last to write to it; NULL: none. */
static const struct insn *find_step(const struct solver *v, const struct block *block, uint8_t reg,
                                    uint8_t width) {
    for (uint32_t i = block->end; i-- > block->first;) {
        const struct insn *insn = &v->code->insns[i].insn;
        if (cfg_writes(&v->code->insns[i]) & 1u << reg) {
            bool adds = insn->op == OP_ADD && insn->form == FORM_K && insn->width == width;
            return adds && insn->imm ? insn : NULL;
        }
    }
    return NULL;
}

static bool is_only_writer(const struct shape *shape, const struct insn *step) {
    const struct solver *v = shape->v;
    for (uint32_t b = 0; b < v->cfg->block_count; b++) {
        const struct block *block = &v->cfg->blocks[b];
        for (uint32_t i = block->first; shape->inside[b] && i < block->end; i++) {
            const struct prog_insn *insn = &v->code->insns[i];
            if (&insn->insn != step && cfg_writes(insn) & 1u << step->dst) {
                return false;
            }
        }
    }
    return true;
}

/* Times that a test of a counter from `start` finds another number than `last`, or -1. */
static int64_t rounds_until(uint64_t start, const struct insn *step, uint64_t last) {
    uint64_t way = step->imm > 0 ? last - start : start - last;
    uint64_t size = step->imm > 0 ? (uint64_t)step->imm : 0 - (uint64_t)(int64_t)step->imm;
    way = step->width == 32 ? (uint32_t)way : way;
    bool arrives = way && way % size == 0 && way / size <= INT64_MAX;
    return arrives ? (int64_t)(way / size) - 1 : -1;
}

/* The side of a branch on which its register is not N; BLOCK_NONE: no such branch. */
static uint32_t unequal_side(const struct block *block, const struct insn *last) {
    bool tests = (last->op == OP_JEQ || last->op == OP_JNE) && last->form == FORM_K;
    return tests && block->succ_count == 2 ? block->succ[last->op == OP_JEQ] : BLOCK_NONE;
}

int64_t rounds_by_shape(const struct solver *v, uint32_t head, const struct block_state *entry) {
    struct shape shape = {.v = v, .head = head};
    bool small = v->cfg->block_count <= MAX_BLOCKS;
    uint32_t latch = small ? find_latch(v, head) : BLOCK_NONE, next = head;
    for (uint32_t b = latch; b != BLOCK_NONE;) {
        const struct block *block = &v->cfg->blocks[b];
        const struct insn *last = &v->code->insns[block->end - 1].insn;
        if (unequal_side(block, last) == next) {
            const struct insn *step = find_step(v, block, last->dst, last->width);
            const struct fact *start = entry->regs[last->dst];
            uint32_t out = block->succ[block->succ[0] == next];
            if (step && start && fact_is_constant(start) && find_inside(&shape, latch) &&
                !shape.inside[out] && is_only_writer(&shape, step)) {
                return rounds_until(start->num.umin, step, (uint64_t)last->imm64);
            }
        }
        bool goes_up = b != head && block->pred_count == 1;
        next = b;
        b = goes_up ? block->preds[0] : BLOCK_NONE;
    }
    return -1;
}
