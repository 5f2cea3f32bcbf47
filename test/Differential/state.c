/* SPDX-License-Identifier: Apache-2.0 */
/* What registers and slots hold, and how two paths come to agree on it. */
#include "gen.h"

bool gen_is_scalar(const struct gen *g, unsigned reg) {
    return g->state.regs[reg].kind == KIND_SCALAR;
}

void gen_now_scalar(struct gen *g, unsigned reg) {
    g->state.regs[reg] = (struct gen_value){KIND_SCALAR, 0, 0};
}

/* At least one of r0 to r9 is free and one a scalar: pins are few (see gen_loop). */
static unsigned pick(struct gen *g, bool to_write) {
    unsigned reg;
    do {
        reg = gen_below(g, GEN_FP);
    } while (to_write ? g->reg_pinned[reg] : !gen_is_scalar(g, reg));
    return reg;
}

unsigned gen_target(struct gen *g) {
    return pick(g, true);
}

/* Gives a constant to some register when all are pointers. */
unsigned gen_scalar(struct gen *g) {
    for (unsigned reg = 0; reg < GEN_FP; reg++) {
        if (gen_is_scalar(g, reg)) {
            return pick(g, false);
        }
    }
    unsigned reg = pick(g, true);
    gen_set(g, reg, gen_constant(g));
    gen_now_scalar(g, reg);
    return reg;
}

static void store_slot(struct gen *g, unsigned slot) {
    int16_t off = (int16_t)(-8 * ((int)slot + 1));
    gen_emit(g, (struct gen_insn){0x7a, GEN_FP, 0, off, gen_imm(g)});
}

/* False when only overwriting helps: the kinds are different. */
static bool join(struct gen_value *a, const struct gen_value *b) {
    if (a->kind != b->kind || (a->kind == KIND_STACK && a->low != b->low)) {
        return false;
    }
    a->low = a->low < b->low ? a->low : b->low;
    a->high = a->high > b->high ? a->high : b->high;
    return true;
}

void gen_merge(struct gen *g, const struct gen_state *other) {
    for (unsigned reg = 0; reg < GEN_FP; reg++) {
        if (!join(&g->state.regs[reg], &other->regs[reg])) {
            gen_set(g, reg, gen_constant(g));
            gen_now_scalar(g, reg);
        }
    }
    for (unsigned slot = 0; slot < GEN_SLOTS; slot++) {
        if (!join(&g->state.slots[slot], &other->slots[slot])) {
            store_slot(g, slot);
            g->state.slots[slot] = (struct gen_value){KIND_SCALAR, 0, 0};
        }
    }
}

void gen_back_to(struct gen *g, const struct gen_state *head) {
    for (unsigned reg = 0; reg < GEN_FP; reg++) {
        if (head->regs[reg].kind == KIND_SCALAR && !gen_is_scalar(g, reg)) {
            gen_set(g, reg, gen_constant(g));
            gen_now_scalar(g, reg);
        }
    }
    for (unsigned slot = 0; slot < GEN_SLOTS; slot++) {
        if (head->slots[slot].kind == KIND_SCALAR && g->state.slots[slot].kind != KIND_SCALAR) {
            store_slot(g, slot);
            g->state.slots[slot] = (struct gen_value){KIND_SCALAR, 0, 0};
        }
    }
}
