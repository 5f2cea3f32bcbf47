/* SPDX-License-Identifier: Apache-2.0 */
/* The fixpoint: blocks in reverse post-order until nothing changes, functions callers first
 * until neither an argument nor a result changes. Loop heads widen. */
#include <string.h>

#include "fact.h"

enum { VISITS_BEFORE_WIDENING = 3, ROUNDS_BEFORE_WIDENING = 3 };

size_t state_bytes(uint32_t slot_count) {
    return sizeof(struct facts_state) + slot_count * sizeof(struct fact);
}

struct solver {
    struct session *s;
    struct facts *facts;
    uint32_t function;
    const struct function *code;
    struct function_cfg *cfg;
    struct function_facts *own;
    uint32_t *visits; /* of each block */
    bool *dirty;      /* block input changed since it was walked */
    bool other_dirty; /* an argument or a result of another function changed */
    uint32_t round;
};

typedef struct fact combine_fn(const struct fact *old, const struct fact *new);

static bool combine_fact(struct facts_state *into, struct fact *old, const struct fact *new,
                         combine_fn *combine) {
    struct fact combined = combine(old, new);
    if (fact_equal(&combined, old)) {
        return false;
    }
    bool had_frame = old->kind == KIND_FRAME || new->kind == KIND_FRAME;
    into->frame_escapes |= had_frame && combined.kind != KIND_FRAME;
    *old = combined;
    return true;
}

static bool combine_state(struct facts_state *into, const struct facts_state *from,
                          uint32_t slot_count, combine_fn *combine) {
    bool escaped = into->frame_escapes;
    bool changed = false;
    into->frame_escapes |= from->frame_escapes;
    for (int r = 0; r < REG_COUNT; r++) {
        changed |= combine_fact(into, &into->regs[r], &from->regs[r], combine);
    }
    for (uint32_t i = 0; i < slot_count; i++) {
        changed |= combine_fact(into, &into->slots[i], &from->slots[i], combine);
    }
    return changed || into->frame_escapes != escaped;
}

static struct facts_state *copy_state(struct solver *v, const struct facts_state *state) {
    return arena_copy(&v->s->arena, state, state_bytes(v->own->slot_count));
}

/* Registers that nobody reads any more must not keep a join from settling. */
static void forget_dead(struct facts_state *state, const struct block *block) {
    for (int r = 0; r < REG_FP; r++) {
        if (!(block->live_in & 1u << r)) {
            state->regs[r] = fact_unknown();
        }
    }
}

static void flow_into(struct solver *v, uint32_t target, struct facts_state *state) {
    const struct block *block = &v->cfg->blocks[target];
    struct facts_state **known = &v->own->at_block[target];
    forget_dead(state, block);
    if (!*known) {
        *known = copy_state(v, state);
        v->dirty[target] = true;
        return;
    }
    bool widen = block->loop_head && v->visits[target] >= VISITS_BEFORE_WIDENING;
    if (combine_state(*known, state, v->own->slot_count, widen ? fact_widen : fact_join)) {
        v->dirty[target] = true;
    }
}

/* What a callee may know of an argument. */
static struct fact as_argument(const struct facts_state *state, const struct fact *fact,
                               uint32_t slot_count) {
    if (fact->kind != KIND_FRAME) {
        return *fact;
    }
    struct fact memory = fact_pointer(KIND_MEMORY, OBJECT_UNKNOWN, 0);
    memory.low_bits = 0;
    memory.low = 0;
    for (uint32_t i = 0; i < slot_count; i++) {
        memory.holds_ctx |= fact_is_handle(&state->slots[i]);
    }
    return memory;
}

static void flow_argument(struct solver *v, uint32_t callee, int reg, struct fact argument) {
    struct function_facts *other = &v->facts->functions[callee];
    combine_fn *combine = v->round > ROUNDS_BEFORE_WIDENING ? fact_widen : fact_join;
    if (v->facts->cfg->functions[callee].params & 1u << reg) {
        struct fact combined = combine(&other->params[reg], &argument);
        v->other_dirty |= !fact_equal(&combined, &other->params[reg]);
        other->params[reg] = combined;
    }
    v->other_dirty |= other->params[REG_FP].kind == KIND_NONE;
    other->params[REG_FP] = fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, 0);
}

static void flow_into_callee(struct solver *v, const struct facts_state *state, uint32_t callee) {
    for (int r = 1; r <= 5; r++) {
        flow_argument(v, callee, r, as_argument(state, &state->regs[r], v->own->slot_count));
    }
}

/* What the runtime hands a callback (lib/runtime/helpers). */
static void flow_into_callback(struct solver *v, const struct facts_state *state,
                               const struct helper_row *row, uint32_t callback) {
    struct fact context = as_argument(state, &state->regs[3], v->own->slot_count);
    struct fact nothing = fact_constant(0);
    if (row->args[0] != ARG_MAP) {
        flow_argument(v, callback, 1, fact_scalar(0, UINT32_MAX));
        flow_argument(v, callback, 2, context);
        flow_argument(v, callback, 3, nothing);
        flow_argument(v, callback, 4, nothing);
    } else {
        const struct fact *map = &state->regs[1];
        struct fact key = fact_pointer(KIND_MEMORY, OBJECT_UNKNOWN, 0);
        key.low_bits = key.low = 0;
        flow_argument(v, callback, 1, *map);
        flow_argument(v, callback, 2, key);
        flow_argument(v, callback, 3, fact_pointer(KIND_MAP_VALUE, map->object, 0));
        flow_argument(v, callback, 4, context);
    }
    flow_argument(v, callback, 5, nothing);
}

/* A known function, or each that could be meant. */
static void flow_into_target(struct solver *v, const struct facts_state *state,
                             const struct fact *target, const struct helper_row *row) {
    const struct program *program = v->facts->program;
    for (uint32_t i = 0; i < program->function_count; i++) {
        bool known = target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN;
        if (known ? i != target->object : !program->functions[i].address_taken) {
            continue;
        }
        if (row) {
            flow_into_callback(v, state, row, i);
        } else {
            flow_into_callee(v, state, i);
        }
    }
}

/* Arguments to whatever an insn calls; false when a callee is not known to return. */
static bool flow_into_calls(struct solver *v, const struct facts_state *state,
                            const struct prog_insn *insn) {
    if (insn->insn.op == OP_CALLX) {
        const struct fact *target = &state->regs[insn->insn.dst];
        if (!facts_callx_helper(target)) {
            flow_into_target(v, state, target, NULL);
        }
        bool known = target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN;
        return !known || v->facts->functions[target->object].result.kind != KIND_NONE;
    }
    if (insn->insn.op != OP_CALL) {
        return true;
    }
    if (insn->ref == REF_FUNCTION) {
        flow_into_callee(v, state, insn->ref_index);
        return v->facts->functions[insn->ref_index].result.kind != KIND_NONE;
    }
    const struct helper_row *row = helper_row(insn->ref_index);
    if (row->effect == EFFECT_CALLS_BACK) {
        flow_into_target(v, state, &state->regs[2], row);
    }
    return true;
}

static void flow_out(struct solver *v, struct fact result) {
    if (result.kind == KIND_FRAME || v->cfg->tail_calls) {
        /* A dangling pointer (the kernel's verifier refuses it), or another program's result. */
        result = fact_unknown();
    }
    combine_fn *combine = v->round > ROUNDS_BEFORE_WIDENING ? fact_widen : fact_join;
    struct fact combined = combine(&v->own->result, &result);
    v->other_dirty |= !fact_equal(&combined, &v->own->result);
    v->own->result = combined;
}

/* Insns that may end the function with 0 (lib/codegen: emit_packet.c, emit_gotox, emit_tail_call);
 * what a tail call then puts in its place, flow_out knows. */
static bool may_return_zero(const struct prog_insn *insn) {
    enum op op = insn->insn.op;
    bool tail_calls = op == OP_CALL && insn->ref == REF_HELPER &&
                      helper_row(insn->ref_index)->effect == EFFECT_TAIL_CALL;
    return tail_calls || op == OP_LD_ABS || op == OP_LD_IND || op == OP_GOTOX;
}

/* Walks a block from its input; false when a call in it is not known to return. */
static bool walk_block(struct solver *v, const struct block *block, struct facts_state *state) {
    struct transfer transfer = {.facts = v->facts, .function = v->function};
    for (uint32_t i = block->first; i < block->end; i++) {
        const struct prog_insn *insn = &v->code->insns[i];
        if (insn->insn.op == OP_EXIT) {
            flow_out(v, state->regs[0]);
        }
        if (may_return_zero(insn)) {
            flow_out(v, fact_constant(0));
        }
        if (!flow_into_calls(v, state, insn)) {
            return false;
        }
        transfer_insn(&transfer, state, insn);
    }
    return true;
}

static void flow_from(struct solver *v, uint32_t index, struct facts_state *scratch) {
    const struct block *block = &v->cfg->blocks[index];
    size_t bytes = state_bytes(v->own->slot_count);
    memcpy(scratch, v->own->at_block[index], bytes);
    if (!walk_block(v, block, scratch)) {
        return;
    }
    const struct insn *last = &v->code->insns[block->end - 1].insn;
    struct facts_state *edge = (struct facts_state *)((char *)scratch + bytes);
    for (uint32_t i = 0; i < block->succ_count; i++) {
        memcpy(edge, scratch, bytes);
        if (insn_is_branch(last) && block->succ_count == 2) {
            refine_branch(edge, last, i == 0);
        }
        flow_into(v, block->succ[i], edge);
    }
}

static void solve_blocks(struct solver *v, struct facts_state *scratch) {
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < v->cfg->order_count; i++) {
            uint32_t index = v->cfg->order[i];
            if (!v->dirty[index]) {
                continue;
            }
            v->dirty[index] = false;
            v->visits[index]++;
            again = true;
            flow_from(v, index, scratch);
        }
    }
}

static void solve_function(struct solver *v, uint32_t index) {
    v->function = index;
    v->code = &v->facts->program->functions[index];
    v->cfg = &v->facts->cfg->functions[index];
    v->own = &v->facts->functions[index];
    if (v->own->params[REG_FP].kind == KIND_NONE) {
        return; /* nobody calls it, so far */
    }
    v->visits = ARENA_NEW_N(&v->s->arena, uint32_t, v->cfg->block_count);
    v->dirty = arena_alloc(&v->s->arena, v->cfg->block_count);
    v->own->at_block = ARENA_NEW_N(&v->s->arena, struct facts_state *, v->cfg->block_count);
    size_t bytes = state_bytes(v->own->slot_count);
    struct facts_state *scratch = arena_alloc(&v->s->arena, 2 * bytes);
    for (int r = 0; r < REG_COUNT; r++) {
        scratch->regs[r] =
            v->own->params[r].kind == KIND_NONE ? fact_constant(0) : v->own->params[r];
    }
    for (uint32_t i = 0; i < v->own->slot_count; i++) {
        scratch->slots[i] = fact_constant(0);
    }
    flow_into(v, 0, scratch);
    solve_blocks(v, scratch);
}

static void set_entry(struct function_facts *own, const struct function *function) {
    if (function->kind != FUNC_PROGRAM && !function->address_taken) {
        return;
    }
    if (function->kind != FUNC_PROGRAM) {
        own->params[REG_FP] = fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, 0);
        return; /* arguments come from where it is called */
    }
    own->params[REG_FP] = fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, 0);
    if (function->context == CONTEXT_RAW) {
        own->params[1] = fact_pointer(KIND_MEMORY, 0, 0);
        own->params[1].maybe_null = true;
        own->params[2] = fact_unknown();
    } else {
        own->params[1] = fact_pointer(KIND_CTX, function->context, 0);
    }
}

/* Slots that tracking can pay for: down to the deepest constant offset from r10 in the code. */
static uint32_t count_slots(const struct function *function) {
    int64_t deepest = 0;
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct insn *insn = &function->insns[i].insn;
        bool accesses = insn_row(insn->opcode)->off == FIELD_MEM &&
                        (insn->src == REG_FP || insn->dst == REG_FP);
        bool adds = insn->op == OP_ADD && insn->form == FORM_K && insn->width == 64;
        int64_t offset = accesses ? insn->off : adds ? insn->imm : 0;
        if (offset < deepest && offset >= -BPF_STACK_BYTES) {
            deepest = offset;
        }
    }
    return (uint32_t)((-deepest + 7) / 8);
}

static bool moves_packet(const struct program *program) {
    for (size_t f = 0; f < program->function_count; f++) {
        for (size_t i = 0; i < program->functions[f].insn_count; i++) {
            const struct prog_insn *insn = &program->functions[f].insns[i];
            if (insn->ref == REF_HELPER &&
                helper_row(insn->ref_index)->effect == EFFECT_MOVES_PACKET) {
                return true;
            }
        }
    }
    return false;
}

struct facts *facts_solve(struct session *s, const struct program *program, const struct cfg *cfg) {
    struct facts *facts = ARENA_NEW(&s->arena, struct facts);
    *facts = (struct facts){
        .program = program,
        .cfg = cfg,
        .functions = ARENA_NEW_N(&s->arena, struct function_facts, program->function_count),
        .packet_moves = moves_packet(program),
    };
    for (size_t i = 0; i < program->function_count; i++) {
        facts->functions[i].slot_count = count_slots(&program->functions[i]);
        set_entry(&facts->functions[i], &program->functions[i]);
    }
    struct solver solver = {.s = s, .facts = facts, .other_dirty = true};
    for (solver.round = 0; solver.other_dirty; solver.round++) {
        solver.other_dirty = false;
        for (size_t i = program->function_count; i-- > 0;) {
            solve_function(&solver, cfg->call_order[i]);
        }
    }
    bool good = true;
    for (uint32_t i = 0; i < program->function_count && good; i++) {
        good = facts_check_function(s, facts, i);
        frame_measure(s, facts, i);
    }
    return good ? facts : NULL;
}

void facts_open(struct session *s, const struct facts *facts, uint32_t function,
                struct facts_cursor *cursor) {
    *cursor = (struct facts_cursor){
        .facts = facts,
        .function = function,
        .state = arena_alloc(&s->arena, state_bytes(facts->functions[function].slot_count)),
    };
}

bool facts_enter(struct facts_cursor *cursor, uint32_t block) {
    const struct function_facts *own = &cursor->facts->functions[cursor->function];
    if (!own->at_block || !own->at_block[block]) {
        return false;
    }
    memcpy(cursor->state, own->at_block[block], state_bytes(own->slot_count));
    return true;
}

void facts_step(struct facts_cursor *cursor, const struct prog_insn *insn) {
    struct transfer transfer = {.facts = cursor->facts, .function = cursor->function};
    transfer_insn(&transfer, cursor->state, insn);
}
