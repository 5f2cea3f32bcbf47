/* SPDX-License-Identifier: Apache-2.0 */
/* One insn: the state before it becomes the state after it. */
#include "fact.h"

typedef void transfer_fn(const struct transfer *t, struct facts_state *state,
                         const struct prog_insn *insn);

static const struct function_facts *own_facts(const struct transfer *t) {
    return &t->facts->functions[t->function];
}

struct fact transfer_operand(const struct facts_state *state, const struct insn *insn) {
    return insn->form == FORM_X ? state->regs[insn->src] : fact_constant((uint64_t)insn->imm64);
}

/* A frame pointer that becomes a number, or that memory or a callee gets, has escaped. */
static void note_escape(struct facts_state *state, const struct fact *before,
                        const struct fact *after) {
    state->frame_escapes |= before->kind == KIND_FRAME && after->kind != KIND_FRAME;
}

static void transfer_alu(const struct transfer *t, struct facts_state *state,
                         const struct prog_insn *insn) {
    struct fact *dst = &state->regs[insn->insn.dst];
    struct fact src = transfer_operand(state, &insn->insn);
    struct fact result = alu_transfer(&insn->insn, dst, &src);
    if (insn->insn.op != OP_MOV && insn->insn.op != OP_MOVSX) {
        note_escape(state, dst, &result);
    }
    note_escape(state, &src, &result);
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
    } else {
        *dst = fact_constant((uint64_t)insn->insn.imm64);
    }
}

/* The slot of an 8-byte aligned offset from r10, or -1. */
static int slot_at(const struct transfer *t, int64_t offset) {
    bool is_slot =
        offset < 0 && offset % 8 == 0 && -offset / 8 <= (int64_t)own_facts(t)->slot_count;
    return is_slot ? (int)(-offset / 8 - 1) : -1;
}

static struct fact loaded_number(const struct insn *insn) {
    bool is_signed = insn->op == OP_LDSX;
    return is_signed ? fact_unknown() : fact_scalar(0, UINT64_MAX >> (64 - insn->width));
}

static struct fact load_frame(const struct transfer *t, const struct facts_state *state,
                              const struct insn *insn, const struct fact *base) {
    int64_t offset = base->off_min + insn->off;
    int slot = base->off_min == base->off_max && insn->width == 64 ? slot_at(t, offset) : -1;
    if (slot >= 0) {
        return state->slots[slot];
    }
    if (insn->width != 64) {
        return loaded_number(insn);
    }
    /* Anywhere in the frame: a handle may come out when one is in. */
    struct fact joined = fact_unknown();
    for (uint32_t i = 0; i < own_facts(t)->slot_count; i++) {
        if (fact_is_handle(&state->slots[i])) {
            joined = fact_clobber(&state->slots[i]);
        }
    }
    return joined;
}

static struct fact load_context(const struct insn *insn, const struct fact *base) {
    const struct context_row *row =
        context_find(base->object, base->off_min + insn->off, insn->width / 8u);
    if (!row || row->kind == KIND_SCALAR) {
        return loaded_number(insn);
    }
    return fact_pointer(row->kind, OBJECT_UNKNOWN, 0);
}

static void transfer_load(const struct transfer *t, struct facts_state *state,
                          const struct prog_insn *insn) {
    const struct fact *base = &state->regs[insn->insn.src];
    struct fact loaded = loaded_number(&insn->insn);
    if (base->kind == KIND_FRAME) {
        loaded = load_frame(t, state, &insn->insn, base);
    } else if (base->kind == KIND_CTX) {
        loaded = load_context(&insn->insn, base);
    } else if (base->holds_ctx && insn->insn.width == 64) {
        loaded.kind = KIND_LOST;
    }
    state->regs[insn->insn.dst] = loaded;
}

static void clobber_slots(const struct transfer *t, struct facts_state *state, int64_t low,
                          int64_t high) {
    for (uint32_t i = 0; i < own_facts(t)->slot_count; i++) {
        int64_t start = -8 * ((int64_t)i + 1);
        if (start < high && low < start + 8) {
            state->slots[i] = fact_clobber(&state->slots[i]);
        }
    }
}

static void store_frame(const struct transfer *t, struct facts_state *state,
                        const struct insn *insn, const struct fact *base,
                        const struct fact *value) {
    /* A spilled frame pointer may come back through any load: count it as known to others. */
    state->frame_escapes |= value->kind == KIND_FRAME;
    if (base->off_min != base->off_max) {
        bool known = base->off_min != INT64_MIN && base->off_max != INT64_MAX;
        clobber_slots(t, state, known ? base->off_min + insn->off : INT64_MIN,
                      known ? base->off_max + insn->off + insn->width / 8 : INT64_MAX);
        return;
    }
    int64_t offset = base->off_min + insn->off;
    int slot = insn->width == 64 ? slot_at(t, offset) : -1;
    if (slot >= 0) {
        state->slots[slot] = *value;
        return;
    }
    for (uint32_t i = 0; i < own_facts(t)->slot_count; i++) {
        int64_t start = -8 * ((int64_t)i + 1);
        if (start < offset + insn->width / 8 && offset < start + 8) {
            state->slots[i] = fact_unknown();
        }
    }
}

/* Through a pointer that may lead into the frame. */
static bool may_reach_frame(const struct facts_state *state, const struct fact *base) {
    return state->frame_escapes &&
           (base->kind == KIND_SCALAR || base->kind == KIND_LOST || base->kind == KIND_MEMORY);
}

static void transfer_store(const struct transfer *t, struct facts_state *state,
                           const struct prog_insn *insn) {
    const struct fact *base = &state->regs[insn->insn.dst];
    struct fact value = insn->insn.op == OP_STX ? state->regs[insn->insn.src]
                                                : fact_constant((uint64_t)insn->insn.imm64);
    if (base->kind == KIND_FRAME) {
        store_frame(t, state, &insn->insn, base, &value);
        return;
    }
    state->frame_escapes |= value.kind == KIND_FRAME;
    if (may_reach_frame(state, base)) {
        clobber_slots(t, state, INT64_MIN, INT64_MAX);
    }
}

static struct fact helper_result(const struct transfer *t, const struct helper_row *row,
                                 const struct facts_state *state) {
    if (row->ret != RET_VALUE_OR_NULL) {
        return row->ret == RET_VOID ? fact_constant(0) : fact_unknown();
    }
    const struct fact *map = &state->regs[1];
    bool known = map->kind == KIND_MAP && map->object != OBJECT_UNKNOWN;
    bool outer = known && t->facts->program->maps[map->object].inner;
    struct fact value = outer
                            ? fact_pointer(KIND_MAP, OBJECT_UNKNOWN, 0)
                            : fact_pointer(KIND_MAP_VALUE, known ? map->object : OBJECT_UNKNOWN, 0);
    value.maybe_null = true;
    return value;
}

/* Code that we do not see gets the registers of `mask`: with a frame pointer among them, or one
 * that got away before, it may write to the frame. */
static void give_away(const struct transfer *t, struct facts_state *state, uint16_t mask) {
    for (int r = 1; r <= 5; r++) {
        state->frame_escapes |= (mask & 1u << r) && state->regs[r].kind == KIND_FRAME;
    }
    if (state->frame_escapes) {
        clobber_slots(t, state, INT64_MIN, INT64_MAX);
    }
}

static void lose_arguments(struct facts_state *state) {
    for (int r = 1; r <= 5; r++) {
        state->regs[r] = fact_constant(0);
    }
}

static struct fact call_helper(const struct transfer *t, struct facts_state *state,
                               const struct helper_row *row) {
    struct fact result = helper_result(t, row, state);
    if (row->effect == EFFECT_CALLS_BACK) {
        give_away(t, state, 0x3e);
    }
    return result;
}

static void transfer_call(const struct transfer *t, struct facts_state *state,
                          const struct prog_insn *insn) {
    struct fact result;
    if (insn->ref == REF_HELPER) {
        result = call_helper(t, state, helper_row(insn->ref_index));
    } else {
        give_away(t, state, t->facts->cfg->functions[insn->ref_index].params);
        result = t->facts->functions[insn->ref_index].result;
    }
    state->regs[0] = result;
    lose_arguments(state);
}

static void transfer_callx(const struct transfer *t, struct facts_state *state,
                           const struct prog_insn *insn) {
    const struct fact *target = &state->regs[insn->insn.dst];
    const struct helper_row *row = facts_callx_helper(target);
    struct fact result = fact_unknown();
    if (row) {
        result = call_helper(t, state, row);
    } else {
        if (target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN) {
            result = t->facts->functions[target->object].result;
        }
        give_away(t, state, 0x3e);
    }
    state->regs[0] = result;
    lose_arguments(state);
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
    state->frame_escapes |= state->regs[i->src].kind == KIND_FRAME;
    if (base->kind == KIND_FRAME) {
        bool known = base->off_min != INT64_MIN && base->off_max != INT64_MAX;
        clobber_slots(t, state, known ? base->off_min + i->off : INT64_MIN,
                      known ? base->off_max + i->off + i->width / 8 : INT64_MAX);
    } else if (may_reach_frame(state, base)) {
        clobber_slots(t, state, INT64_MIN, INT64_MAX);
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
    lose_arguments(state);
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
