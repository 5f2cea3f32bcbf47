/* SPDX-License-Identifier: Apache-2.0 */
/* What a branch that was or was not taken says about its two operands, and through their classes
 * about everything that differs from them by a constant. */
#include "fact.h"

struct refiner {
    struct facts_state *state;
    uint32_t slot_count;
    const struct insn *insn;
    enum op op; /* what holds on this edge; OP_INVALID: only the opposite of a JSET */
    struct fact *a, *b;
    struct fact operand; /* b, when it is a number in the insn */
};

static const enum op opposites[OP_COUNT] = {
    [OP_JEQ] = OP_JNE,   [OP_JNE] = OP_JEQ,   [OP_JGT] = OP_JLE,      [OP_JLE] = OP_JGT,
    [OP_JGE] = OP_JLT,   [OP_JLT] = OP_JGE,   [OP_JSGT] = OP_JSLE,    [OP_JSLE] = OP_JSGT,
    [OP_JSGE] = OP_JSLT, [OP_JSLT] = OP_JSGE, [OP_JSET] = OP_INVALID,
};

/* The same comparison with its operands exchanged. */
static const enum op mirrored[OP_COUNT] = {
    [OP_JEQ] = OP_JEQ, [OP_JNE] = OP_JNE, [OP_JGT] = OP_JLT,
    [OP_JLT] = OP_JGT, [OP_JGE] = OP_JLE, [OP_JLE] = OP_JGE,
};

static bool tell_class(struct refiner *r, const struct fact *fact) {
    return class_spread(r->state, r->slot_count, fact);
}

static void exclude(struct fact *fact, uint64_t value) {
    fact->excludes = true;
    fact->excluded = value;
}

/* A number that a 32-bit test tells from N is not N in 64 bits either. */
static void exclude_constant(struct refiner *r) {
    if (r->op == OP_JNE && fact_is_constant(r->b)) {
        exclude(r->a, r->insn->width == 32 ? (uint32_t)r->b->num.umin : r->b->num.umin);
    }
}

static uint64_t least_distance(const struct fact *fact) {
    static const struct insn sub = {.op = OP_SUB, .width = 64, .form = FORM_X};
    struct scalar delta = scalar_constant((uint64_t)fact->delta);
    struct scalar head = scalar_alu(&sub, &fact->num, &delta, false);
    return head.umin;
}

/* Checks of the size of memory prove that it is there. */
static void note_sizes(struct refiner *r, const struct fact *fact) {
    if (fact->class == CLASS_RAW_SIZE) {
        uint64_t size = least_distance(fact);
        r->state->raw_bytes = size > r->state->raw_bytes ? size : r->state->raw_bytes;
    } else if (fact->class == CLASS_PACKET_LENGTH) {
        uint64_t size = least_distance(fact);
        if (size <= PACKET_MAX_BYTES && size > r->state->packet_bytes) {
            r->state->packet_bytes = (uint32_t)size;
        }
    }
}

static bool refine_numbers(struct refiner *r) {
    bool holds = r->op != OP_INVALID;
    if (!scalar_refine(holds ? r->op : OP_JSET, r->insn->width, holds, &r->a->num, &r->b->num)) {
        return false;
    }
    exclude_constant(r);
    note_sizes(r, r->a);
    note_sizes(r, r->b);
    return tell_class(r, r->a) && (r->insn->form != FORM_X || tell_class(r, r->b));
}

/* A pointer is 0 only if it may be NULL (or, of a packet and of raw memory, empty). */
static bool refine_null(struct refiner *r) {
    bool is_start = fact_is_exact(r->a) && r->a->num.umin == 0;
    bool may_be_empty = r->a->kind == KIND_PACKET || r->a->kind == KIND_PACKET_END ||
                        r->a->kind == KIND_PACKET_META || r->a->kind == KIND_MEMORY;
    if (!is_start || (r->op != OP_JEQ && r->op != OP_JNE)) {
        return true;
    }
    if (r->op == OP_JNE) {
        r->a->maybe_null = false;
        return tell_class(r, r->a);
    }
    if (!r->a->maybe_null && !may_be_empty) {
        return false;
    }
    struct fact null = fact_constant(0);
    null.class = r->a->class;
    null.delta = r->a->delta;
    *r->a = null;
    return tell_class(r, r->a);
}

static bool is_end_of(const struct fact *end, const struct fact *pointer) {
    bool pair = (pointer->kind == KIND_PACKET && end->kind == KIND_PACKET_END) ||
                (pointer->kind == KIND_PACKET_META && end->kind == KIND_PACKET);
    return pair && fact_is_exact(end) && end->num.umin == 0;
}

/* Everything up to a pointer that is not beyond the end lies within; kernel:
 * find_good_pkt_pointers. `more` is 1 when the pointer is below the end. */
static bool within_packet(struct refiner *r, struct fact *pointer, unsigned more) {
    struct scalar offset = pointer->num;
    /* Addresses are far from 2^63, so that no offset up to there wraps (POINTER_MAX_OFFSET). */
    struct scalar limit = scalar_signed_range(INT64_MIN, PACKET_MAX_BYTES - (int64_t)more);
    if (!scalar_meet(&offset, &limit)) {
        return false;
    }
    pointer->num = offset;
    if (offset.smin > 0 || (offset.smin == 0 && more)) {
        uint32_t bytes = (uint32_t)offset.smin + more;
        uint32_t *proven =
            pointer->kind == KIND_PACKET ? &r->state->packet_bytes : &r->state->meta_bytes;
        *proven = bytes > *proven ? bytes : *proven;
    }
    int64_t range = pointer->delta + (int64_t)more;
    if (pointer->class != CLASS_NONE && range >= (int64_t)pointer->range && range >= 0 &&
        range <= PACKET_MAX_BYTES) {
        pointer->range = (uint32_t)range + 1;
    }
    return tell_class(r, pointer);
}

static bool refine_packet(struct refiner *r, enum op op, struct fact *pointer) {
    switch (op) {
    case OP_JLT:
        return within_packet(r, pointer, 1);
    case OP_JLE:
    case OP_JEQ:
        return within_packet(r, pointer, 0);
    default:
        return true;
    }
}

/* Two pointers into one object compare as their offsets do, as far as nothing wraps. */
static bool refine_offsets(struct refiner *r) {
    if (r->op == OP_JNE && fact_is_exact(r->b)) {
        exclude(r->a, r->b->num.umin);
        return tell_class(r, r->a);
    }
    if (!fact_is_bounded(r->a) || !fact_is_bounded(r->b) || r->op == OP_INVALID) {
        return true;
    }
    static const enum op as_signed[OP_COUNT] = {
        [OP_JGT] = OP_JSGT, [OP_JGE] = OP_JSGE, [OP_JLT] = OP_JSLT,
        [OP_JLE] = OP_JSLE, [OP_JEQ] = OP_JEQ,  [OP_JNE] = OP_JNE,
    };
    enum op op = as_signed[r->op];
    return !op || (scalar_refine(op, 64, true, &r->a->num, &r->b->num) && tell_class(r, r->a) &&
                   tell_class(r, r->b));
}

static bool refine_pointers(struct refiner *r) {
    if (r->insn->width != 64) {
        return true;
    }
    if (fact_is_pointer(r->a) && fact_is_number(r->b, 0)) {
        return refine_null(r);
    }
    if (is_end_of(r->b, r->a)) {
        return refine_packet(r, r->op, r->a);
    }
    if (is_end_of(r->a, r->b)) {
        return refine_packet(r, mirrored[r->op], r->b);
    }
    return !fact_same_base(r->a, r->b) || refine_offsets(r);
}

bool refine_branch(struct facts_state *state, uint32_t slot_count, const struct insn *insn,
                   bool taken) {
    struct refiner r = {
        .state = state,
        .slot_count = slot_count,
        .insn = insn,
        .op = taken ? insn->op : opposites[insn->op],
        .a = &state->regs[insn->dst],
        .operand = transfer_operand(state, insn),
    };
    r.b = insn->form == FORM_X ? &state->regs[insn->src] : &r.operand;
    if (insn->form == FORM_K && insn->width == 32) {
        r.operand = fact_constant((uint32_t)insn->imm);
    }
    if (r.a == r.b) {
        return true;
    }
    return r.a->kind == KIND_SCALAR && r.b->kind == KIND_SCALAR ? refine_numbers(&r)
                                                                : refine_pointers(&r);
}
