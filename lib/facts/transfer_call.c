/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: what a helper returns, what a subprogram is known to return, what both may do to the
 * frame and to pointers into the packet. r1 to r5 are lost. */
#include "fact.h"

static uint32_t slot_count(const struct transfer *t) {
    return t->facts->functions[t->function].slot_count;
}

static struct fact value_of_map(const struct transfer *t, const struct fact *map) {
    bool known = map->kind == KIND_MAP && map->object != OBJECT_UNKNOWN;
    const struct program_map *definition = known ? &t->facts->program->maps[map->object] : NULL;
    if (definition && definition->inner) {
        struct fact inner = fact_pointer(KIND_MAP, OBJECT_UNKNOWN, 0);
        inner.size = definition->inner->value_size;
        return inner;
    }
    struct fact value = fact_pointer(KIND_MAP_VALUE, known ? map->object : OBJECT_UNKNOWN, 0);
    /* The handle of an inner map says how large its values are. */
    value.size = definition ? definition->value_size : map->kind == KIND_MAP ? map->size : 0;
    return value;
}

static struct fact helper_result(const struct transfer *t, const struct helper_row *row,
                                 const struct facts_state *state) {
    if (row->ret == RET_VALUE_OR_NULL) {
        struct fact value = value_of_map(t, &state->regs[1]);
        value.maybe_null = true;
        return value;
    }
    if (row->ret == RET_I32) {
        struct scalar number = scalar_signed_range(INT32_MIN, INT32_MAX);
        return fact_number(&number);
    }
    return row->ret == RET_VOID ? fact_undefined() : fact_unknown();
}

/* Code that we do not see gets the registers of `mask`: with a frame pointer among them, or one
 * that got away before, it may write to the frame. */
static void give_away(const struct transfer *t, struct facts_state *state, uint16_t mask) {
    for (int r = 1; r <= 5; r++) {
        if (mask & 1u << r) {
            state_escape(state, &state->regs[r]);
        }
    }
    if (state->escape_low) {
        slots_clobber(t, state, state->escape_low, 0);
    }
}

static void make_stale(struct fact *fact) {
    if (fact->kind == KIND_PACKET || fact->kind == KIND_PACKET_META ||
        fact->kind == KIND_PACKET_END) {
        *fact = fact_lost(KIND_STALE);
    } else if (fact->class == CLASS_PACKET_LENGTH) {
        fact_leave_class(fact);
    }
}

/* The packet got another start or end (kernel: clear_all_pkt_pointers). */
static void move_packet(const struct transfer *t, struct facts_state *state) {
    for (int r = 0; r < REG_COUNT; r++) {
        make_stale(&state->regs[r]);
    }
    for (uint32_t i = 0; i < slot_count(t); i++) {
        if (state->slots[i].bytes) {
            make_stale(&state->slots[i].fact);
        }
    }
    state->packet_bytes = 0;
    state->meta_bytes = 0;
}

static bool may_move_packet(const struct transfer *t, const struct fact *callback) {
    bool known = callback->kind == KIND_FUNC && callback->object != OBJECT_UNKNOWN;
    return !known || t->facts->functions[callback->object].moves_packet;
}

static struct fact call_helper(const struct transfer *t, struct facts_state *state,
                               const struct helper_row *row) {
    struct fact result = helper_result(t, row, state);
    if (row->effect == EFFECT_CALLS_BACK) {
        give_away(t, state, 0x3e);
        if (may_move_packet(t, &state->regs[2])) {
            move_packet(t, state);
        }
    } else if (row->effect == EFFECT_MOVES_PACKET || row->effect == EFFECT_MOVES_END) {
        move_packet(t, state);
    }
    return result;
}

static struct fact call_function(const struct transfer *t, struct facts_state *state,
                                 uint32_t callee) {
    give_away(t, state, t->facts->cfg->functions[callee].params);
    if (t->facts->functions[callee].moves_packet) {
        move_packet(t, state);
    }
    return t->facts->functions[callee].result;
}

static void set_result(struct facts_state *state, const struct fact *result) {
    state->regs[0] = *result;
    for (int r = 1; r <= 5; r++) {
        state->regs[r] = fact_undefined();
    }
}

void transfer_call(const struct transfer *t, struct facts_state *state,
                   const struct prog_insn *insn) {
    struct fact result = insn->ref == REF_HELPER
                             ? call_helper(t, state, helper_row(insn->ref_index))
                             : call_function(t, state, insn->ref_index);
    set_result(state, &result);
}

void transfer_callx(const struct transfer *t, struct facts_state *state,
                    const struct prog_insn *insn) {
    struct fact target = state->regs[insn->insn.dst];
    const struct helper_row *row = facts_callx_helper(&target);
    struct fact result = fact_unknown();
    if (row) {
        result = call_helper(t, state, row);
    } else {
        if (target.kind == KIND_FUNC && target.object != OBJECT_UNKNOWN) {
            result = t->facts->functions[target.object].result;
        }
        give_away(t, state, 0x3e);
        move_packet(t, state);
    }
    set_result(state, &result);
}
