/* SPDX-License-Identifier: Apache-2.0 */
/* Classes of values that differ by constants: who is in one, and what one member's new bounds
 * say about the others (a check of a copy refines the original). */
#include "fact.h"

static void leave(struct fact *fact, uint32_t name) {
    if (fact->class == name) {
        fact_leave_class(fact);
    }
}

uint32_t class_of_insn(const struct transfer *t, struct facts_state *state,
                       const struct prog_insn *insn) {
    const struct function *function = &t->facts->program->functions[t->function];
    uint32_t name = CLASS_FIRST + (uint32_t)(insn - function->insns);
    /* What the insn left behind when it ran before is another value. */
    for (int r = 0; r < REG_COUNT; r++) {
        leave(&state->regs[r], name);
    }
    for (uint32_t i = 0; i < t->facts->functions[t->function].slot_count; i++) {
        if (state->slots[i].bytes) {
            leave(&state->slots[i].fact, name);
        }
    }
    return name;
}

/* A constant, or an address that its fact names, needs no class to be known again. */
static bool is_determined(const struct fact *fact) {
    return scalar_is_constant(&fact->num) && !fact->maybe_null &&
           (fact->kind == KIND_SCALAR || fact->kind == KIND_FRAME || fact->kind == KIND_CTX ||
            fact->kind == KIND_MAP || fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_END);
}

void class_join(const struct transfer *t, struct facts_state *state, const struct prog_insn *insn,
                struct fact *fact) {
    if (fact->class == CLASS_NONE && !is_determined(fact)) {
        fact->class = class_of_insn(t, state, insn);
    }
}

/* The number of one member, from that of another. */
static bool spread_number(struct fact *to, const struct fact *from) {
    static const struct insn add = {.op = OP_ADD, .width = 64, .form = FORM_X};
    uint64_t distance = (uint64_t)to->delta - (uint64_t)from->delta;
    struct scalar moved = scalar_constant(distance);
    moved = scalar_alu(&add, &from->num, &moved, false);
    if (from->excludes && !to->excludes) {
        to->excludes = true;
        to->excluded = from->excluded + distance;
    }
    return scalar_meet(&to->num, &moved);
}

static bool spread(struct fact *to, const struct fact *from) {
    if (to->class != from->class || to->kind == KIND_NONE) {
        return true;
    }
    if (from->kind == KIND_SCALAR && fact_is_pointer(to)) {
        /* The pointer was compared with NULL. */
        uint64_t distance = (uint64_t)to->delta - (uint64_t)from->delta;
        *to = fact_constant(from->num.umin + distance);
        return true;
    }
    if (from->kind != to->kind) {
        return true;
    }
    to->maybe_null &= from->maybe_null;
    to->range = from->range > to->range ? from->range : to->range;
    return spread_number(to, from);
}

bool class_spread(struct facts_state *state, uint32_t slot_count, const struct fact *fact) {
    if (fact->class == CLASS_NONE) {
        return true;
    }
    struct fact from = *fact;
    for (int r = 0; r < REG_COUNT; r++) {
        if (!spread(&state->regs[r], &from)) {
            return false;
        }
    }
    for (uint32_t i = 0; i < slot_count; i++) {
        if (state->slots[i].bytes && !spread(&state->slots[i].fact, &from)) {
            return false;
        }
    }
    return true;
}
