/* SPDX-License-Identifier: Apache-2.0 */
/* What calls bring to the functions they lead to: bpf2bpf, callbacks of helpers, function
 * pointers. Contexts of calls are joined: one state for each function. */
#include <linux/bpf.h>

#include "solver.h"

/* What a callee may know of an argument. */
static struct fact as_argument(const struct solver *v, const struct facts_state *state,
                               const struct fact *fact) {
    if (fact->kind != KIND_FRAME) {
        return fact_in_other_function(fact);
    }
    /* Bytes from the pointer up to the end of the caller's frame. */
    int64_t above = fact->num.smax < 0 && fact->num.smin >= -BPF_STACK_BYTES ? -fact->num.smax : 0;
    struct fact memory = fact_memory((uint32_t)above);
    memory.low_bits = (uint32_t)__builtin_ctz(fact_alignment(v->facts, fact, 0));
    memory.holds_ctx =
        slots_hold_handle(state, v->own->slot_count, above ? fact->num.smin : -BPF_STACK_BYTES);
    return memory;
}

/* The bounds of the caller hold in the callee; its registers are given by arguments. */
static struct facts_state callee_state(const struct facts_state *state) {
    struct facts_state callee = {
        .packet_bytes = state->packet_bytes,
        .meta_bytes = state->meta_bytes,
        .raw_bytes = state->raw_bytes,
        .lock = state->lock,
    };
    for (int r = 0; r < REG_COUNT; r++) {
        callee.regs[r] = fact_undefined();
    }
    return callee;
}

static void flow_into_callee(struct solver *v, const struct facts_state *state, uint32_t callee) {
    struct facts_state arguments = callee_state(state);
    for (int r = 1; r <= 5; r++) {
        arguments.regs[r] = as_argument(v, state, &state->regs[r]);
    }
    flow_into_function(v, callee, &arguments);
}

/* Map and value of a callback belong together. */
static void give_found(struct facts_state *arguments, uint32_t outer) {
    arguments->regs[1].outer = arguments->regs[3].outer = outer;
    arguments->regs[1].found = arguments->regs[3].found = outer ? FOUND_BY_HELPER : 0;
}

/* The map, a key and a value; and no packet any more, whatever was known of it. */
static struct facts_state timer_arguments(const struct solver *v, const struct fact *timer) {
    static const struct facts_state nothing;
    struct facts_state arguments = callee_state(&nothing);
    bool known = timer->kind == KIND_MAP_VALUE && timer->object != OBJECT_UNKNOWN;
    const struct program_map *map =
        timer->kind == KIND_MAP_VALUE ? fact_map(v->facts, timer) : NULL;
    arguments.regs[1] = fact_pointer(KIND_MAP, known ? timer->object : OBJECT_UNKNOWN, 0);
    arguments.regs[1].size = map ? map->value_size : 0;
    arguments.regs[2] = fact_memory(map ? map->key_size : 0);
    arguments.regs[3] = fact_pointer(KIND_MAP_VALUE, known ? timer->object : OBJECT_UNKNOWN, 0);
    arguments.regs[3].size = map ? map->value_size : 0;
    give_found(&arguments, timer->outer);
    return arguments;
}

/* What the runtime hands a callback (lib/runtime/helpers). It may run after others that moved
 * the packet: bounds proven before do not count. */
static void flow_into_callback(struct solver *v, const struct facts_state *state,
                               const struct helper_row *row, uint32_t callback) {
    struct facts_state arguments = callee_state(state);
    struct fact context = as_argument(v, state, &state->regs[3]);
    if (v->facts->functions[callback].moves_packet) {
        arguments.packet_bytes = arguments.meta_bytes = 0;
    }
    if (row->id == BPF_FUNC_user_ringbuf_drain) {
        arguments.regs[1] = fact_memory(sizeof(struct bpf_dynptr));
        arguments.regs[2] = context;
    } else if (row->args[0] == ARG_TIMER) {
        arguments = timer_arguments(v, &state->regs[1]);
    } else if (row->args[0] != ARG_MAP) {
        arguments.regs[1] = fact_scalar(0, UINT32_MAX);
        arguments.regs[2] = context;
    } else {
        const struct fact *map = &state->regs[1];
        const struct program_map *definition =
            map->kind == KIND_MAP ? fact_map(v->facts, map) : NULL;
        arguments.regs[1] = *map;
        arguments.regs[2] = fact_memory(definition ? definition->key_size : 0);
        arguments.regs[3] = fact_pointer(KIND_MAP_VALUE, map->object, 0);
        arguments.regs[3].size = definition ? definition->value_size : 0;
        give_found(&arguments, map->kind == KIND_MAP ? map->outer : 0);
        arguments.regs[4] = context;
    }
    locks_call(&arguments, v->facts->functions[callback].locks);
    flow_into_function(v, callback, &arguments);
}

static bool is_known(const struct fact *target) {
    return target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN;
}

/* A known function, or each that could be meant. */
static void flow_into_target(struct solver *v, const struct facts_state *state,
                             const struct fact *target, const struct helper_row *row) {
    const struct program *program = v->facts->program;
    for (uint32_t i = 0; i < program->function_count; i++) {
        if (is_known(target) ? i != target->object : !program->functions[i].address_taken) {
            continue;
        }
        if (row) {
            flow_into_callback(v, state, row, i);
        } else {
            flow_into_callee(v, state, i);
        }
    }
}

static bool returns(const struct solver *v, uint32_t function) {
    return v->facts->functions[function].result.kind != KIND_NONE;
}

bool flow_into_calls(struct solver *v, const struct facts_state *state,
                     const struct prog_insn *insn) {
    if (insn->insn.op == OP_CALLX) {
        const struct fact *target = &state->regs[insn->insn.dst];
        if (!v->edges_only && !facts_callx_helper(target)) {
            flow_into_target(v, state, target, NULL);
        }
        return !is_known(target) || returns(v, target->object);
    }
    if (insn->insn.op != OP_CALL) {
        return true;
    }
    if (insn->ref == REF_FUNCTION) {
        if (!v->edges_only) {
            flow_into_callee(v, state, insn->ref_index);
        }
        return returns(v, insn->ref_index);
    }
    const struct helper_row *row = helper_row(insn->ref_index);
    if (!v->edges_only && row->effect == EFFECT_CALLS_BACK) {
        flow_into_target(v, state, &state->regs[2], row);
    }
    return true;
}

/* Insns that may end the function with 0 (lib/codegen: emit_packet.c, emit_gotox, emit_tail_call);
 * what a tail call then puts in its place, flow_result knows. */
bool may_return_zero(const struct prog_insn *insn) {
    enum op op = insn->insn.op;
    bool tail_calls = op == OP_CALL && insn->ref == REF_HELPER &&
                      helper_row(insn->ref_index)->effect == EFFECT_TAIL_CALL;
    return tail_calls || op == OP_LD_ABS || op == OP_LD_IND || op == OP_GOTOX;
}
