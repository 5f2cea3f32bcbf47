/* SPDX-License-Identifier: Apache-2.0 */
/* What a branch that was or was not taken says about its two operands. */
#include "fact.h"

struct pair {
    struct fact *a, *b; /* b may be a copy of a constant */
};

static void at_most(struct fact *fact, uint64_t limit) {
    if (fact->kind == KIND_SCALAR && limit < fact->umax && limit >= fact->umin) {
        fact->umax = limit;
    }
}

static void at_least(struct fact *fact, uint64_t limit) {
    if (fact->kind == KIND_SCALAR && limit > fact->umin && limit <= fact->umax) {
        fact->umin = limit;
    }
}

/* A pointer that is not beyond the end of the packet is within it. */
static void within_packet(struct fact *pointer, const struct fact *end) {
    if (pointer->kind == KIND_PACKET && end->kind == KIND_PACKET_END && end->off_min == 0 &&
        end->off_max == 0 && pointer->off_max > PACKET_MAX_BYTES) {
        pointer->off_max = PACKET_MAX_BYTES;
    }
}

/* a <= b, or a < b */
static void less(struct fact *a, struct fact *b, bool strictly) {
    within_packet(a, b);
    if (a->kind != KIND_SCALAR || b->kind != KIND_SCALAR) {
        return;
    }
    uint64_t a_min = a->umin, b_max = b->umax;
    if (strictly && (b_max == 0 || a_min == UINT64_MAX)) {
        return; /* this way is never taken */
    }
    at_most(a, b_max - strictly);
    at_least(b, a_min + strictly);
}

static void equal(struct fact *a, struct fact *b) {
    if (fact_is_pointer(a) && a->kind != KIND_CTX && fact_is_constant(b) && b->umin == 0) {
        *a = fact_constant(0);
        return;
    }
    if (a->kind != KIND_SCALAR || b->kind != KIND_SCALAR) {
        return;
    }
    uint64_t low = a->umin > b->umin ? a->umin : b->umin;
    uint64_t high = a->umax < b->umax ? a->umax : b->umax;
    if (low <= high) {
        a->umin = b->umin = low;
        a->umax = b->umax = high;
    }
}

static void differ(struct fact *a, const struct fact *b) {
    if (!fact_is_constant(b)) {
        return;
    }
    if (fact_is_pointer(a) && b->umin == 0) {
        a->maybe_null = false;
        return;
    }
    if (a->kind == KIND_SCALAR && a->umin < a->umax) {
        a->umin += a->umin == b->umin;
        a->umax -= a->umax == b->umin;
    }
}

/* A number above one that is not negative is not negative itself. */
static void signed_above(struct fact *a, const struct fact *b, bool strictly) {
    if (a->kind != KIND_SCALAR || b->kind != KIND_SCALAR || b->umax > INT64_MAX) {
        return;
    }
    at_most(a, INT64_MAX);
    at_least(a, b->umin + strictly);
}

static void refine_64(enum op op, bool taken, struct fact *a, struct fact *b) {
    static const enum op opposite[OP_COUNT] = {
        [OP_JEQ] = OP_JNE,   [OP_JNE] = OP_JEQ,   [OP_JGT] = OP_JLE,      [OP_JLE] = OP_JGT,
        [OP_JGE] = OP_JLT,   [OP_JLT] = OP_JGE,   [OP_JSGT] = OP_JSLE,    [OP_JSLE] = OP_JSGT,
        [OP_JSGE] = OP_JSLT, [OP_JSLT] = OP_JSGE, [OP_JSET] = OP_INVALID,
    };
    switch (taken ? op : opposite[op]) {
    case OP_JEQ:
        equal(a, b);
        break;
    case OP_JNE:
        differ(a, b);
        break;
    case OP_JGT:
        less(b, a, true);
        break;
    case OP_JGE:
        less(b, a, false);
        break;
    case OP_JLT:
        less(a, b, true);
        break;
    case OP_JLE:
        less(a, b, false);
        break;
    case OP_JSGT:
    case OP_JSGE:
        signed_above(a, b, false);
        break;
    case OP_JSLT:
    case OP_JSLE:
        signed_above(b, a, false);
        break;
    default:
        break;
    }
}

static bool fits_32(const struct fact *fact) {
    return fact->kind == KIND_SCALAR && fact->umax <= UINT32_MAX;
}

static bool is_unsigned(enum op op) {
    return op < OP_JSGT || op > OP_JSGE ? op < OP_JSLT : false;
}

void refine_branch(struct facts_state *state, const struct insn *insn, bool taken) {
    struct fact operand = transfer_operand(state, insn);
    struct fact *a = &state->regs[insn->dst];
    if (insn->width == 32) {
        if (insn->form == FORM_K) {
            operand = fact_constant((uint32_t)insn->imm);
        }
        /* The upper halves must be known to be zero for the lower ones to stand for the whole. */
        if (!fits_32(a) || !fits_32(&operand) || !is_unsigned(insn->op)) {
            return;
        }
    }
    struct fact *b = insn->form == FORM_X ? &state->regs[insn->src] : &operand;
    refine_64(insn->op, taken, a, b);
}
