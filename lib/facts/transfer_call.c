/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: what a helper returns, what a subprogram is known to return, what both may do to the
 * frame and to pointers into the packet. r1 to r5 are lost. */
#include <linux/bpf.h>

#include "fact.h"

enum { FACTS_MAX = REG_COUNT + BPF_STACK_BYTES / SLOT_BYTES };

static uint32_t slot_count(const struct transfer *t) {
    return t->facts->functions[t->function].slot_count;
}

static uint32_t index_of(const struct transfer *t, const struct prog_insn *insn) {
    return (uint32_t)(insn - t->facts->program->functions[t->function].insns);
}

static struct fact value_of_map(const struct transfer *t, const struct fact *map,
                                const struct prog_insn *insn) {
    bool known = map->kind == KIND_MAP && map->object != OBJECT_UNKNOWN;
    const struct program_map *definition = known ? &t->facts->program->maps[map->object] : NULL;
    if (definition && definition->inner) {
        struct fact inner = fact_pointer(KIND_MAP, OBJECT_UNKNOWN, 0);
        inner.size = definition->inner->value_size;
        inner.outer = 1 + map->object;
        inner.found = 1 + index_of(t, insn);
        return inner;
    }
    struct fact value = fact_pointer(KIND_MAP_VALUE, known ? map->object : OBJECT_UNKNOWN, 0);
    /* The handle of an inner map says how large its values are. */
    value.size = definition ? definition->value_size : map->kind == KIND_MAP ? map->size : 0;
    value.outer = map->kind == KIND_MAP ? map->outer : 0;
    value.found = map->kind == KIND_MAP ? map->found : 0;
    return value;
}

/* Bytes that a helper gives, as its argument says; 0 where that is not one number. */
static uint32_t given_bytes(const struct fact *size) {
    return fact_is_constant(size) && size->num.umin <= UINT32_MAX ? (uint32_t)size->num.umin : 0;
}

/* The same socket by another name, released with it (kernel: is_ptr_cast_function). */
static bool is_cast(const struct helper_row *row) {
    return row->id == BPF_FUNC_sk_fullsock || row->id == BPF_FUNC_tcp_sock;
}

/* The insn tells apart what several calls acquired; a call that comes again gives something new,
 * and what it gave before is taken for the same (forget_older). */
static uint32_t object_of(const struct transfer *t, const struct helper_row *row,
                          const struct facts_state *state, const struct prog_insn *insn) {
    if (is_cast(row) && state->regs[1].kind == KIND_MEMORY) {
        return state->regs[1].object;
    }
    if (row->ret == RET_DATA_OR_NULL) {
        return fact_dynptr_object(&state->regs[1]);
    }
    bool acquires = row->effect == EFFECT_ACQUIRES || row->effect == EFFECT_EXCHANGES;
    return acquires ? OBJECT_ACQUIRED + index_of(t, insn) : OBJECT_UNKNOWN;
}

static struct fact pointer_result(const struct transfer *t, const struct helper_row *row,
                                  const struct facts_state *state, const struct prog_insn *insn) {
    struct fact result;
    switch (row->ret) {
    case RET_MEM_OR_NULL:
        result = fact_memory(given_bytes(&state->regs[2]));
        break;
    case RET_DATA_OR_NULL:
        result = fact_memory(given_bytes(&state->regs[3]));
        break;
    case RET_KPTR_OR_NULL:
        result = fact_memory(0);
        break;
    case RET_SOCK_OR_NULL:
        result = fact_memory(sizeof(struct bpf_sock));
        break;
    case RET_TCP_SOCK_OR_NULL:
        result = fact_memory(sizeof(struct bpf_tcp_sock));
        break;
    default:
        result = value_of_map(t, &state->regs[1], insn);
        break;
    }
    if (result.kind == KIND_MEMORY) {
        result.object = object_of(t, row, state, insn);
    }
    result.maybe_null =
        row->ret != RET_VALUE && !facts_lookup_hits(t->facts, t->function, row, state);
    return result;
}

static struct fact helper_result(const struct transfer *t, const struct helper_row *row,
                                 const struct facts_state *state, const struct prog_insn *insn) {
    if (ret_is_pointer(row->ret)) {
        return pointer_result(t, row, state, insn);
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

static bool may_release(const struct transfer *t, const struct fact *callback) {
    bool known = callback->kind == KIND_FUNC && callback->object != OBJECT_UNKNOWN;
    return !known || t->facts->functions[callback->object].releases;
}

/* What a helper writes to through an argument. */
static void write_argument(const struct transfer *t, struct facts_state *state,
                           const struct helper_row *row, int argument) {
    const struct fact *pointer = &state->regs[argument + 1];
    const struct arg_row *arg = arg_row(row->args[argument]);
    bool is_frame = pointer->kind == KIND_FRAME;
    bool in_sight = fact_is_pointer(pointer) && pointer->kind != KIND_MEMORY;
    if (arg->access != ACCESS_WRITES || (in_sight && !is_frame)) {
        return;
    }
    int64_t low = is_frame ? pointer->num.smin : state->escape_low, high = 0;
    const struct fact *size = &state->regs[argument + 2];
    bool is_sized = arg->touched == TOUCH_NEXT && fact_is_constant(size);
    if (is_frame && fact_is_exact(pointer) && (arg->touched == TOUCH_FIXED || is_sized)) {
        high = low + (is_sized ? (int64_t)given_bytes(size) : arg->size_bytes);
    }
    bool is_known = low >= -BPF_STACK_BYTES && low <= 0 && high <= 0;
    slots_clobber(t, state, is_known ? low : -BPF_STACK_BYTES, is_known ? high : 0);
}

/* All registers and slots; their number. */
static uint32_t all_facts(const struct transfer *t, struct facts_state *state,
                          struct fact *facts[FACTS_MAX]) {
    uint32_t count = 0;
    for (int r = 0; r < REG_COUNT; r++) {
        facts[count++] = &state->regs[r];
    }
    for (uint32_t i = 0; i < slot_count(t); i++) {
        if (state->slots[i].bytes) {
            facts[count++] = &state->slots[i].fact;
        }
    }
    return count;
}

/* Something was released: `object`, of which copies are stale, or what nobody here knows. What may
 * be it loses its bytes, so that accesses ask at run time whether it is still held. A program can
 * copy and forge dynptrs, so that behind one may be anything that was acquired. */
static void release(const struct transfer *t, struct facts_state *state, uint32_t object) {
    bool is_one = object < OBJECT_DYNPTR;
    struct fact *facts[FACTS_MAX];
    uint32_t count = all_facts(t, state, facts);
    for (uint32_t i = 0; i < count; i++) {
        struct fact *fact = facts[i];
        if (!fact_is_acquired(fact)) {
            continue;
        }
        if (fact->object == object && object != OBJECT_SOME_ACQUIRED) {
            *fact = fact_lost(KIND_STALE);
            fact->object = OBJECT_ACQUIRED;
        } else if (fact->object == OBJECT_SOME_ACQUIRED || !is_one) {
            fact->size = 0;
        }
    }
}

/* Another round of a loop acquires by the same insn: what it got before is no longer told apart,
 * and what is released next may be it. */
static void forget_older(const struct transfer *t, struct facts_state *state, uint32_t object) {
    struct fact *facts[FACTS_MAX];
    uint32_t count = all_facts(t, state, facts);
    for (uint32_t i = 0; i < count; i++) {
        if (facts[i]->kind == KIND_MEMORY && facts[i]->object == object) {
            facts[i]->object = OBJECT_SOME_ACQUIRED;
        }
    }
}

/* The same for the maps that a lookup finds. */
static void forget_found(const struct transfer *t, struct facts_state *state, uint32_t found) {
    struct fact *facts[FACTS_MAX];
    uint32_t count = found ? all_facts(t, state, facts) : 0;
    for (uint32_t i = 0; i < count; i++) {
        facts[i]->found = facts[i]->found == found ? 0 : facts[i]->found;
    }
}

static void release_argument(const struct transfer *t, struct facts_state *state,
                             const struct helper_row *row) {
    for (int i = 0; i < 5; i++) {
        const struct fact *pointer = &state->regs[i + 1];
        bool gives_back = row->args[i] == ARG_ACQUIRED || row->args[i] == ARG_SOCK ||
                          (row->args[i] == ARG_MAYBE_ACQUIRED && !fact_is_number(pointer, 0));
        if (gives_back) {
            release(t, state, fact_is_acquired(pointer) ? pointer->object : OBJECT_SOME_ACQUIRED);
        } else if (row->args[i] == ARG_DYNPTR) {
            release(t, state, fact_dynptr_object(pointer));
        }
    }
}

/* Pointers among the values of a format: what they lead to is read. */
static void show_values(const struct transfer *t, struct facts_state *state) {
    for (uint32_t i = 0; i < slot_count(t); i++) {
        if (state->slots[i].bytes) {
            state_escape(state, &state->slots[i].fact);
        }
    }
}

/* A helper that makes a dynptr: another one may have been there before. */
static void make_dynptr(const struct transfer *t, struct facts_state *state,
                        const struct helper_row *row) {
    if (row->args[3] == ARG_DYNPTR) {
        forget_older(t, state, fact_dynptr_object(&state->regs[4]));
    }
}

static struct fact call_helper(const struct transfer *t, struct facts_state *state,
                               const struct helper_row *row, const struct prog_insn *insn) {
    struct fact result = helper_result(t, row, state, insn);
    make_dynptr(t, state, row);
    if (result.kind == KIND_MAP) {
        forget_found(t, state, result.found);
    }
    locks_call_helper(t->facts, state, row);
    for (int i = 0; i < 5; i++) {
        write_argument(t, state, row, i);
        if (row->args[i] == ARG_ARGS) {
            show_values(t, state);
        }
    }
    if (row->effect == EFFECT_CALLS_BACK) {
        give_away(t, state, 0x3e);
        if (may_move_packet(t, &state->regs[2])) {
            move_packet(t, state);
        }
        if (may_release(t, &state->regs[2])) {
            release(t, state, OBJECT_SOME_ACQUIRED);
        }
    } else if (row->effect == EFFECT_MISSING) {
        give_away(t, state, 0x3e);
        move_packet(t, state);
        release(t, state, OBJECT_SOME_ACQUIRED);
    } else if (row->effect == EFFECT_MOVES_PACKET || row->effect == EFFECT_MOVES_END) {
        move_packet(t, state);
    } else if (row->effect == EFFECT_ACQUIRES && ret_is_pointer(row->ret)) {
        forget_older(t, state, result.object);
    } else if (row->effect == EFFECT_RELEASES) {
        release_argument(t, state, row);
    } else if (row->effect == EFFECT_EXCHANGES) {
        release_argument(t, state, row);
        forget_older(t, state, result.object);
    }
    return result;
}

static struct fact call_function(const struct transfer *t, struct facts_state *state,
                                 uint32_t callee) {
    give_away(t, state, t->facts->cfg->functions[callee].params);
    if (t->facts->functions[callee].moves_packet) {
        move_packet(t, state);
    }
    if (t->facts->functions[callee].releases) {
        release(t, state, OBJECT_SOME_ACQUIRED);
    }
    locks_call(state, t->facts->functions[callee].locks);
    return fact_in_other_function(&t->facts->functions[callee].result);
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
                             ? call_helper(t, state, helper_row(insn->ref_index), insn)
                             : call_function(t, state, insn->ref_index);
    set_result(state, &result);
}

void transfer_callx(const struct transfer *t, struct facts_state *state,
                    const struct prog_insn *insn) {
    struct fact target = state->regs[insn->insn.dst];
    const struct helper_row *row = facts_callx_helper(&target);
    struct fact result = fact_unknown();
    if (row) {
        result = call_helper(t, state, row, insn);
    } else {
        if (target.kind == KIND_FUNC && target.object != OBJECT_UNKNOWN) {
            result = fact_in_other_function(&t->facts->functions[target.object].result);
        }
        give_away(t, state, 0x3e);
        move_packet(t, state);
        release(t, state, OBJECT_SOME_ACQUIRED);
        locks_call(state, true);
    }
    set_result(state, &result);
}
