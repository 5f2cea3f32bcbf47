/* SPDX-License-Identifier: Apache-2.0 */
/* The fixpoint: blocks in reverse post-order until nothing changes, functions callers first
 * until neither an entry nor a result changes. Loop heads widen; then some rounds downwards. */
#include <string.h>

#include "access.h"
#include "import.h"
#include "solver.h"

enum { NARROWING_ROUNDS = 2 };

static void solve_blocks(struct solver *v) {
    for (uint32_t order; worklist_take(&v->work->changed, &order);) {
        uint32_t index = v->cfg->order[order];
        v->work->visits[index]++;
        v->work->walks++;
        flow_from(v, index, v->own->at_block[index], NULL);
    }
}

static void solve_function(struct solver *v) {
    struct arena *arena = &v->s->arena;
    uint32_t count = v->cfg->block_count;
    v->work->visits = ARENA_NEW_N(arena, uint32_t, count);
    worklist_open(&v->work->changed, arena, count);
    v->work->counters = ARENA_NEW_N(arena, struct counter *, count);
    for (uint32_t b = 0; b < count; b++) {
        if (v->cfg->blocks[b].loop_head) {
            v->work->counters[b] =
                ARENA_NEW_N(arena, struct counter, REG_COUNT + v->own->slot_count);
        }
    }
    v->work->loop_entry = ARENA_NEW_N(arena, struct block_state *, count);
    v->own->at_block = ARENA_NEW_N(arena, struct block_state *, count);
    v->work->walks = 0;
    v->work->solves++;
    v->work->solved_at = v->clock;
    flow_entry(v);
    solve_blocks(v);
}

static bool is_subprogram_call(const struct prog_insn *insn) {
    return insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION;
}

/* Looked at often: a program with many calls gets behind one more of them at a time. */
static void find_callees(struct solver *v, uint32_t function) {
    const struct function *code = &v->facts->program->functions[function];
    struct work *work = &v->works[function];
    uint32_t count = 0;
    for (size_t i = 0; i < code->insn_count; i++) {
        count += is_subprogram_call(&code->insns[i]);
        work->calls_pointer |= code->insns[i].insn.op == OP_CALLX;
    }
    work->callees = ARENA_NEW_N(&v->s->arena, uint32_t, count);
    for (size_t i = 0; i < code->insn_count; i++) {
        if (is_subprogram_call(&code->insns[i])) {
            work->callees[work->callee_count++] = code->insns[i].ref_index;
        }
    }
}

/* Something that the function depends on changed after it was solved. */
static bool is_outdated(const struct solver *v) {
    if (!v->own->entry) {
        return false; /* nobody calls it, so far */
    }
    if (!v->work->solves || v->work->entry_at > v->work->solved_at) {
        return true;
    }
    for (uint32_t i = 0; i < v->work->callee_count; i++) {
        if (v->works[v->work->callees[i]].result_at > v->work->solved_at) {
            return true;
        }
    }
    return v->work->calls_pointer && v->clock > v->work->solved_at;
}

static void solve_all(struct solver *v) {
    for (bool again = true; again;) {
        again = false;
        for (size_t i = v->facts->program->function_count; i-- > 0;) {
            solver_select(v, v->facts->cfg->call_order[i]);
            if (is_outdated(v)) {
                solve_function(v);
                again = true;
            }
        }
    }
}

/* Without loops, and with each function solved once, nothing was widened or joined too early. */
static bool may_narrow(const struct solver *v) {
    for (uint32_t f = 0; f < v->facts->program->function_count; f++) {
        const struct function_cfg *cfg = &v->facts->cfg->functions[f];
        if (v->works[f].solves > 1) {
            return true;
        }
        for (uint32_t b = 0; b < cfg->block_count; b++) {
            if (cfg->blocks[b].order != BLOCK_NONE && cfg->blocks[b].loop_head) {
                return true;
            }
        }
    }
    return false;
}

/* A raw program that a tail call may run gets any number that another one had in r1. */
static struct facts_state program_entry(const struct function *function, bool raw_tail_calls) {
    struct facts_state state = {.escape_low = 0};
    for (int r = 0; r < REG_COUNT; r++) {
        state.regs[r] = fact_undefined();
    }
    if (function->context == CONTEXT_RAW && raw_tail_calls) {
        state.regs[1] = fact_unknown();
        state.regs[2] = fact_unknown();
    } else if (function->context == CONTEXT_RAW) {
        state.regs[1] = fact_pointer(KIND_MEMORY, OBJECT_RAW, 0);
        state.regs[2] = fact_unknown();
        state.regs[2].class = CLASS_RAW_SIZE;
    } else {
        state.regs[1] = fact_pointer(KIND_CTX, 1u << function->context, 0);
    }
    return state;
}

void flow_into_programs(struct solver *v) {
    for (uint32_t i = 0; i < v->facts->program->function_count; i++) {
        const struct function *function = &v->facts->program->functions[i];
        if (function->kind == FUNC_PROGRAM) {
            struct facts_state state = program_entry(function, v->facts->cfg->raw_tail_calls);
            flow_into_function(v, i, &state);
        }
    }
}

/* Slots that tracking can pay for: down to the deepest constant offset from r10 in the code, and
 * what is accessed below a copy of r10 that was moved so far. */
static uint32_t count_slots(const struct function *function) {
    int64_t deepest = 0, deepest_copy = 0, below_copy = 0;
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct insn *insn = &function->insns[i].insn;
        bool accesses = insn_row(insn->opcode)->off == FIELD_MEM;
        bool by_fp = insn->src == REG_FP || insn->dst == REG_FP;
        bool adds = insn->op == OP_ADD && insn->form == FORM_K && insn->width == 64;
        int64_t offset = accesses ? insn->off : adds ? insn->imm : 0;
        int64_t *least = adds ? &deepest_copy : by_fp ? &deepest : &below_copy;
        if (offset < *least && offset >= -BPF_STACK_BYTES) {
            *least = offset;
        }
    }
    deepest_copy += deepest_copy ? below_copy : 0;
    deepest = deepest_copy < deepest ? deepest_copy : deepest;
    deepest = deepest < -BPF_STACK_BYTES ? -BPF_STACK_BYTES : deepest;
    return (uint32_t)((-deepest + 7) / 8 * 2);
}

static bool has_effect(const struct prog_insn *insn, enum helper_effect effect) {
    return insn->insn.op == OP_CALL && insn->ref == REF_HELPER &&
           helper_row(insn->ref_index)->effect == effect;
}

/* Not by a distance that may change the alignment of the packet's start. */
static bool keeps_start(void *unused, const struct facts_cursor *cursor,
                        const struct prog_insn *insn) {
    const struct fact *distance = &cursor->state->regs[2];
    uint64_t low = cursor->facts->packet_start.align - 1u;
    return !has_effect(insn, EFFECT_MOVES_PACKET) ||
           (distance->kind == KIND_SCALAR &&
            !((distance->num.bits.mask | distance->num.bits.value) & low));
}

/* What codegen gives a function's parameters their types by. */
static void set_params(struct function_facts *own) {
    for (int r = 0; r < REG_COUNT; r++) {
        bool known = own->entry && own->entry->regs[r];
        own->params[r] = known ? *own->entry->regs[r] : fact_unknown();
    }
}

static struct facts *facts_new(struct session *s, const struct program *program,
                               const struct cfg *cfg) {
    struct facts *facts = ARENA_NEW(&s->arena, struct facts);
    *facts = (struct facts){
        .program = program,
        .cfg = cfg,
        .functions = ARENA_NEW_N(&s->arena, struct function_facts, program->function_count),
        .table = ARENA_NEW(&s->arena, struct fact_table),
        .packet_start = facts_packet_start(s),
        .mem_start = facts_mem_start(s),
        .unproven = s->options->unproven,
        .run_budget = s->options->run_budget,
    };
    for (size_t i = 0; i < program->function_count; i++) {
        facts->functions[i].slot_count = count_slots(&program->functions[i]);
        facts->functions[i].repeats = repeats_find(s, &program->functions[i], &cfg->functions[i]);
    }
    effects_find(facts);
    return facts;
}

struct facts *facts_solve(struct session *s, const struct program *program, const struct cfg *cfg) {
    struct facts *facts = facts_new(s, program, cfg);
    if (!import_open(s, facts)) {
        return NULL;
    }
    struct solver solver = {
        .s = s,
        .facts = facts,
        .works = ARENA_NEW_N(&s->arena, struct work, program->function_count),
    };
    for (uint32_t i = 0; i < program->function_count; i++) {
        find_callees(&solver, i);
    }
    flow_into_programs(&solver);
    solve_all(&solver);
    for (int i = 0; i < NARROWING_ROUNDS && may_narrow(&solver); i++) {
        narrow_all(&solver);
    }
    for (uint32_t i = 0; i < program->function_count; i++) {
        facts->packet_moves |=
            facts->functions[i].moves_packet && !facts_walk(s, facts, i, keeps_start, NULL);
    }
    bool good = true;
    for (uint32_t i = 0; i < program->function_count && good; i++) {
        set_params(&facts->functions[i]);
        good = facts_check_function(s, facts, i);
        frame_measure(s, facts, i);
    }
    return good && access_summarise(s, facts) ? facts : NULL;
}
