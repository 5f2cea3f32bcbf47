/* SPDX-License-Identifier: Apache-2.0 */
/* One insn: the state before it becomes the state after it (calls: transfer_call.c). */
#include "fact.h"

typedef void transfer_fn(const struct transfer *t, struct facts_state *state,
                         const struct prog_insn *insn);

static const struct function_facts *own_facts(const struct transfer *t) {
    return &t->facts->functions[t->function];
}

struct fact transfer_operand(const struct facts_state *state, const struct insn *insn) {
    return insn->form == FORM_X ? state->regs[insn->src] : fact_constant((uint64_t)insn->imm64);
}

void state_escape(struct facts_state *state, const struct fact *fact) {
    if (fact->kind != KIND_FRAME) {
        return;
    }
    bool known = fact->num.smin >= -BPF_STACK_BYTES && fact->num.smin < 0;
    int32_t low = known ? (int32_t)fact->num.smin : -BPF_STACK_BYTES;
    state->escape_low = low < state->escape_low ? low : state->escape_low;
}

/* A frame pointer that becomes a number has escaped. */
static void note_escape(struct facts_state *state, const struct fact *before,
                        const struct fact *after) {
    if (after->kind != KIND_FRAME) {
        state_escape(state, before);
    }
}

/* Where a packet pointer goes by an unknown distance, a class begins that checks can speak of. As
 * far as it goes at most, what lies behind it is what lay behind `from`. */
static void begin_class(const struct transfer *t, struct facts_state *state,
                        const struct prog_insn *insn, const struct fact *operands[2],
                        struct fact *result) {
    const struct fact *from = operands[0], *number = operands[1];
    bool is_packet = result->kind == KIND_PACKET || result->kind == KIND_PACKET_META;
    if (!is_packet || result->class != CLASS_NONE || scalar_is_constant(&result->num)) {
        return;
    }
    result->class = class_of_insn(t, state, insn);
    int64_t way = number->num.smax, behind = (int64_t)from->range - 1 - from->delta;
    bool adds = insn->insn.op == OP_ADD && number->kind == KIND_SCALAR && way >= 0;
    result->range = adds && from->range && way <= behind ? (uint32_t)(behind - way + 1) : 0;
}

static void transfer_alu(const struct transfer *t, struct facts_state *state,
                         const struct prog_insn *insn) {
    struct fact *dst = &state->regs[insn->insn.dst];
    bool is_copy = insn->insn.op == OP_MOV && insn->insn.form == FORM_X;
    if (is_copy) {
        class_join(t, state, insn, &state->regs[insn->insn.src]);
    }
    struct fact src = transfer_operand(state, &insn->insn);
    struct fact result = alu_transfer(&insn->insn, dst, &src, t->facts->program->big_endian);
    if (insn->insn.op != OP_MOV && insn->insn.op != OP_MOVSX) {
        note_escape(state, dst, &result);
    }
    note_escape(state, &src, &result);
    struct fact before = *dst;
    const struct fact *operands[] = {&before, &src};
    if (!fact_is_pointer(&before)) {
        operands[0] = &src;
        operands[1] = &before;
    }
    repeat_meet(t, state, insn, &result);
    begin_class(t, state, insn, operands, &result);
    *dst = result;
}

static void transfer_lddw(const struct transfer *t, struct facts_state *state,
                          const struct prog_insn *insn) {
    struct fact *dst = &state->regs[insn->insn.dst];
    if (insn->ref == REF_MAP) {
        *dst = fact_pointer(KIND_MAP, insn->ref_index, 0);
    } else if (insn->ref == REF_FUNCTION) {
        *dst = fact_pointer(KIND_FUNC, insn->ref_index, 0);
    } else if (insn->ref == REF_DATA) {
        *dst = fact_pointer(KIND_DATA, insn->ref_index, insn->ref_offset);
        dst->size = (uint32_t)t->facts->program->data[insn->ref_index].size_bytes;
    } else {
        *dst = fact_constant((uint64_t)insn->insn.imm64);
    }
}

static struct fact load_frame(const struct transfer *t, const struct facts_state *state,
                              const struct insn *insn, const struct fact *base) {
    if (fact_is_exact(base)) {
        return slots_load(t, state, insn, base->num.smin + insn->off);
    }
    /* Anywhere in the frame: a handle may come out when one is in. */
    bool holds =
        insn->width == 64 && slots_hold_handle(state, own_facts(t)->slot_count, -BPF_STACK_BYTES);
    return holds ? fact_lost(KIND_LOST) : slots_number(insn);
}

/* The number at an exact offset of a section that nobody writes to. */
static struct fact load_data(const struct program *program, const struct insn *insn,
                             const struct fact *base) {
    if (base->object == OBJECT_UNKNOWN || !fact_is_exact(base)) {
        return slots_number(insn);
    }
    uint64_t value;
    if (!rodata_load(program, base->object, base->num.smin + insn->off, insn->width / 8u, &value)) {
        return slots_number(insn);
    }
    struct scalar number = scalar_constant(value);
    number = insn->op == OP_LDSX ? scalar_sign_extend(&number, insn->width) : number;
    return fact_number(&number);
}

static struct fact load_context(const struct insn *insn, const struct fact *base) {
    const struct context_row *row = context_find(base, insn);
    if (!row || row->rule->value == KIND_SCALAR) {
        return slots_number(insn);
    }
    struct fact pointer = fact_pointer(row->rule->value, OBJECT_UNKNOWN, 0);
    pointer.maybe_null = row->rule->maybe_null;
    pointer.size = row->rule->pointee_bytes;
    return pointer;
}

static void transfer_load(const struct transfer *t, struct facts_state *state,
                          const struct prog_insn *insn) {
    const struct fact *base = &state->regs[insn->insn.src];
    struct fact loaded = slots_number(&insn->insn);
    if (base->kind == KIND_FRAME) {
        loaded = load_frame(t, state, &insn->insn, base);
    } else if (base->kind == KIND_CTX) {
        loaded = load_context(&insn->insn, base);
    } else if (base->kind == KIND_DATA) {
        loaded = load_data(t->facts->program, &insn->insn, base);
    } else if (base->holds_ctx && insn->insn.width == 64) {
        loaded = fact_lost(KIND_LOST);
    }
    state->regs[insn->insn.dst] = loaded;
}

/* Bytes [*low, *high) of the frame that an access through a frame pointer may touch. */
static void touched_bytes(const struct insn *insn, const struct fact *base, int64_t *low,
                          int64_t *high) {
    bool known = base->num.smin >= -2 * BPF_STACK_BYTES && base->num.smax <= BPF_STACK_BYTES;
    *low = known ? base->num.smin + insn->off : -BPF_STACK_BYTES;
    *high = known ? base->num.smax + insn->off + insn->width / 8 : 0;
}

static void store_frame(const struct transfer *t, struct facts_state *state,
                        const struct prog_insn *insn, const struct fact *base,
                        const struct fact *value) {
    /* A spilled frame pointer may come back through any load: count it as known to others. */
    state_escape(state, value);
    int64_t low, high;
    touched_bytes(&insn->insn, base, &low, &high);
    if (fact_is_exact(base)) {
        slots_store(t, state, low, insn->insn.width / 8u, value);
    } else {
        slots_clobber(t, state, low, high);
    }
}

/* Through a pointer that may lead into the frame. */
static void clobber_reached(const struct transfer *t, struct facts_state *state,
                            const struct fact *base) {
    bool may_reach = base->kind == KIND_SCALAR || base->kind == KIND_LOST ||
                     (base->kind == KIND_MEMORY && base->object != OBJECT_RAW);
    if (may_reach && state->escape_low) {
        slots_clobber(t, state, state->escape_low, 0);
    }
}

static void transfer_store(const struct transfer *t, struct facts_state *state,
                           const struct prog_insn *insn) {
    if (insn->insn.op == OP_STX && insn->insn.width == 64) {
        class_join(t, state, insn, &state->regs[insn->insn.src]);
    }
    struct fact base = state->regs[insn->insn.dst];
    struct fact value = insn->insn.op == OP_STX ? state->regs[insn->insn.src]
                                                : fact_constant((uint64_t)insn->insn.imm64);
    if (base.kind == KIND_FRAME) {
        store_frame(t, state, insn, &base, &value);
        return;
    }
    state_escape(state, &value);
    clobber_reached(t, state, &base);
}

static void transfer_atomic(const struct transfer *t, struct facts_state *state,
                            const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    struct fact old = fact_scalar(0, UINT64_MAX >> (64 - i->width));
    if (i->imm == ATOMIC_LOAD_ACQ) {
        state->regs[i->dst] = old;
        return;
    }
    const struct fact *base = &state->regs[i->dst];
    state_escape(state, &state->regs[i->src]);
    if (base->kind == KIND_FRAME) {
        int64_t low, high;
        touched_bytes(i, base, &low, &high);
        slots_clobber(t, state, low, high);
    } else {
        clobber_reached(t, state, base);
    }
    if (i->imm == ATOMIC_CMPXCHG) {
        state->regs[0] = old;
    } else if (insn_atomic_fetches(i)) {
        state->regs[i->src] = old;
    }
}

/* The value, or the function ends (RFC 9669, 5.4); the other registers are lost. */
static void transfer_packet(const struct transfer *t, struct facts_state *state,
                            const struct prog_insn *insn) {
    state->regs[0] = fact_scalar(0, UINT64_MAX >> (64 - insn->insn.width));
    for (int r = 1; r <= 5; r++) {
        state->regs[r] = fact_undefined();
    }
}

static void transfer_cast(const struct transfer *t, struct facts_state *state,
                          const struct prog_insn *insn) {
    /* Program and host share one address space: the arena has no other. */
    state->regs[insn->insn.dst] = state->regs[insn->insn.src];
}

static void transfer_nothing(const struct transfer *t, struct facts_state *state,
                             const struct prog_insn *insn) {
}

static transfer_fn *const transfers[OP_COUNT] = {
    [OP_ADD] = transfer_alu,        [OP_SUB] = transfer_alu,          [OP_MUL] = transfer_alu,
    [OP_DIV] = transfer_alu,        [OP_OR] = transfer_alu,           [OP_AND] = transfer_alu,
    [OP_LSH] = transfer_alu,        [OP_RSH] = transfer_alu,          [OP_NEG] = transfer_alu,
    [OP_MOD] = transfer_alu,        [OP_XOR] = transfer_alu,          [OP_MOV] = transfer_alu,
    [OP_ARSH] = transfer_alu,       [OP_SDIV] = transfer_alu,         [OP_SMOD] = transfer_alu,
    [OP_MOVSX] = transfer_alu,      [OP_TO_LE] = transfer_alu,        [OP_TO_BE] = transfer_alu,
    [OP_BSWAP] = transfer_alu,      [OP_JA] = transfer_nothing,       [OP_JEQ] = transfer_nothing,
    [OP_JGT] = transfer_nothing,    [OP_JGE] = transfer_nothing,      [OP_JSET] = transfer_nothing,
    [OP_JNE] = transfer_nothing,    [OP_JSGT] = transfer_nothing,     [OP_JSGE] = transfer_nothing,
    [OP_JLT] = transfer_nothing,    [OP_JLE] = transfer_nothing,      [OP_JSLT] = transfer_nothing,
    [OP_JSLE] = transfer_nothing,   [OP_CALL] = transfer_call,        [OP_EXIT] = transfer_nothing,
    [OP_LDDW] = transfer_lddw,      [OP_LDX] = transfer_load,         [OP_LDSX] = transfer_load,
    [OP_ST] = transfer_store,       [OP_STX] = transfer_store,        [OP_ATOMIC] = transfer_atomic,
    [OP_CALLX] = transfer_callx,    [OP_MAY_GOTO] = transfer_nothing, [OP_GOTOX] = transfer_nothing,
    [OP_ADDR_CAST] = transfer_cast, [OP_LD_ABS] = transfer_packet,    [OP_LD_IND] = transfer_packet,
};

void transfer_insn(const struct transfer *t, struct facts_state *state,
                   const struct prog_insn *insn) {
    transfers[insn->insn.op](t, state, insn);
}
