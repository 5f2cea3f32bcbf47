/* SPDX-License-Identifier: Apache-2.0 */
/* How states flow along edges: into blocks, into functions, out of them. */
#include <string.h>

#include "import.h"
#include "solver.h"

enum {
    VISITS_BEFORE_WIDENING = 3,
    SOLVES_BEFORE_WIDENING = 3,
    ALL_REGISTERS = (1 << REG_COUNT) - 1,
    /* A function whose blocks are walked more often than this on average widens everywhere. */
    WALKS_PER_BLOCK = 64,
    BUDGETS = 4, /* and when it took so many, what still changes is given up */
};

/* States of the largest frame; on the stack, because many are walked. */
enum {
    LARGEST_STATE = sizeof(struct facts_state) + BPF_STACK_BYTES / SLOT_BYTES * sizeof(struct slot)
};

static void copy_state(struct facts_state *into, const struct facts_state *from, uint32_t slots) {
    memcpy(into, from, sizeof(*into));
    for (uint32_t i = 0; i < slots; i++) {
        if (from->slots[i].bytes) {
            into->slots[i] = from->slots[i];
        } else {
            into->slots[i].bytes = 0;
        }
    }
}

void solver_select(struct solver *v, uint32_t function) {
    v->function = function;
    v->code = &v->facts->program->functions[function];
    v->cfg = &v->facts->cfg->functions[function];
    v->own = &v->facts->functions[function];
    v->work = &v->works[function];
    v->origin = NULL;
}

bool edge_goes_back(const struct solver *v, uint32_t from, uint32_t target) {
    return v->cfg->blocks[from].order >= v->cfg->blocks[target].order;
}

uint32_t solver_class(const struct solver *v, uint32_t block, uint32_t place) {
    uint32_t places = REG_COUNT + v->own->slot_count;
    return CLASS_FIRST + (uint32_t)v->code->insn_count + block * places + place;
}

uint32_t solver_class_block(const struct solver *v, uint32_t class) {
    uint32_t name = class - CLASS_FIRST, insns = (uint32_t)v->code->insn_count;
    if (class < CLASS_FIRST) {
        return BLOCK_NONE;
    }
    uint32_t block =
        name < insns ? v->cfg->block_of[name] : (name - insns) / (REG_COUNT + v->own->slot_count);
    return block < v->cfg->block_count ? block : BLOCK_NONE;
}

static struct join join_at(const struct solver *v, uint32_t block) {
    return (struct join){
        .s = v->s,
        .table = v->facts->table,
        .origin = v->origin,
        .slot_count = v->own->slot_count,
        .first_class = solver_class(v, block, 0),
        .own_classes = REG_COUNT + v->own->slot_count,
        .live = v->cfg->blocks[block].live_in,
        .loop_head = v->cfg->blocks[block].loop_head,
    };
}

static bool is_over_budget(const struct solver *v, uint32_t times) {
    enum { WALKS_AT_LEAST = 4096 };
    uint64_t budget = WALKS_AT_LEAST + (uint64_t)WALKS_PER_BLOCK * v->cfg->block_count;
    return v->work->walks > times * budget;
}

static void note_loop_entry(struct solver *v, uint32_t target, const struct facts_state *state) {
    struct block_state **entries = v->narrows ? v->work->next_loop_entry : v->work->loop_entry;
    _Alignas(16) char memory[LARGEST_STATE];
    struct facts_state *copy = (struct facts_state *)memory;
    copy_state(copy, state, v->own->slot_count);
    struct join join = join_at(v, target);
    join.loop_head = false; /* ranges are what counts: no classes of its own */
    for (uint32_t r = 0; r < REG_COUNT; r++) {
        fact_leave_class(&copy->regs[r]);
    }
    state_join(&join, &entries[target], copy);
    if (!v->narrows) {
        induct_entry(v, target);
    }
}

void flow_into(struct solver *v, uint32_t from, uint32_t target, struct facts_state *state) {
    struct join join = join_at(v, target);
    if (join.loop_head && edge_goes_back(v, from, target)) {
        induct_way_back(v, target, state);
    } else if (join.loop_head) {
        note_loop_entry(v, target, state);
    }
    if (v->narrows) {
        v->work->entered[target] |= !edge_goes_back(v, from, target);
        state_join(&join, &v->work->next[target], state);
        return;
    }
    /* Every cycle has an edge that goes back; what comes into the loop may be exact. */
    bool often =
        edge_goes_back(v, from, target) && v->work->visits[target] >= VISITS_BEFORE_WIDENING;
    join.widen = often || is_over_budget(v, 1);
    join.gives_up = is_over_budget(v, BUDGETS);
    if (state_join(&join, &v->own->at_block[target], state)) {
        worklist_add(&v->work->changed, v->cfg->blocks[target].order);
    }
}

/* To callers and callees. While only edges count, these have heard of it elsewhere. */
static bool flow_out(struct solver *v, const struct facts_state *state,
                     const struct prog_insn *insn) {
    if (insn->insn.op == OP_EXIT && !v->edges_only) {
        flow_result(v, state->regs[0]);
    }
    if (may_return_zero(insn) && !v->edges_only) {
        flow_result(v, fact_constant(0));
    }
    return flow_into_calls(v, state, insn);
}

/* Walks a block from its input; false when a call in it is not known to return. */
static bool walk_block(struct solver *v, const struct block *block, struct facts_state *state) {
    struct transfer transfer = {.facts = v->facts, .function = v->function};
    for (uint32_t i = block->first; i < block->end; i++) {
        const struct prog_insn *insn = &v->code->insns[i];
        import_meet(v->facts, v->function, i, state);
        if (!flow_out(v, state, insn)) {
            return false;
        }
        transfer_insn(&transfer, state, insn);
    }
    return true;
}

void flow_from(struct solver *v, uint32_t index, const struct block_state *at, edge_fn *wanted) {
    _Alignas(16) char memory[2][LARGEST_STATE];
    struct facts_state *state = (struct facts_state *)memory[0];
    struct facts_state *edge = (struct facts_state *)memory[1];
    const struct block *block = &v->cfg->blocks[index];
    state_expand(state, at, v->own->slot_count);
    v->origin = at;
    if (!walk_block(v, block, state)) {
        return;
    }
    const struct insn *last = &v->code->insns[block->end - 1].insn;
    bool branches = insn_is_branch(last) && block->succ_count == 2;
    for (uint32_t i = 0; i < block->succ_count; i++) {
        if (wanted && !wanted(v, index, block->succ[i])) {
            continue;
        }
        if (i + 1 == block->succ_count) {
            edge = state; /* nobody needs it any more */
        } else {
            copy_state(edge, state, v->own->slot_count);
        }
        if (!branches || refine_branch(edge, v->own->slot_count, last, i == 0)) {
            flow_into(v, index, block->succ[i], edge);
        }
    }
}

/* Block 0 begins with what the callers bring; it is a block of its own when a loop leads there. */
void flow_entry(struct solver *v) {
    _Alignas(16) char memory[LARGEST_STATE];
    struct facts_state *state = (struct facts_state *)memory;
    uint32_t slot_count = v->own->slot_count;
    memset(state, 0, state_bytes(slot_count));
    state_expand(state, v->own->entry, 0);
    slots_init(state, slot_count);
    struct join join = join_at(v, 0);
    if (join.loop_head) {
        note_loop_entry(v, 0, state);
    }
    if (v->narrows) {
        v->work->entered[0] = true;
    }
    struct block_state **into = v->narrows ? &v->work->next[0] : &v->own->at_block[0];
    if (state_join(&join, into, state) && !v->narrows) {
        worklist_add(&v->work->changed, v->cfg->blocks[0].order);
    }
}

/* What a caller's fact is to a callee, whose classes are its own. */
static void rename_class(struct fact *fact, uint32_t name) {
    if (fact->class < CLASS_FIRST) {
        return;
    }
    int64_t range = fact->range ? (int64_t)fact->range - fact->delta : 0;
    fact_leave_class(fact);
    if (range > 0) {
        fact->range = (uint32_t)range;
        fact->class = name;
    }
}

void flow_into_function(struct solver *v, uint32_t callee, const struct facts_state *arguments) {
    struct function_facts *other = &v->facts->functions[callee];
    const struct function *code = &v->facts->program->functions[callee];
    const struct function_cfg *cfg = &v->facts->cfg->functions[callee];
    struct join join = {
        .s = v->s,
        .table = v->facts->table,
        /* Behind those of the last block. */
        .first_class = CLASS_FIRST + (uint32_t)code->insn_count +
                       cfg->block_count * (REG_COUNT + other->slot_count),
        .own_classes = REG_COUNT,
        .live = ALL_REGISTERS,
        .widen = !v->narrows && v->works[callee].solves > SOLVES_BEFORE_WIDENING,
    };
    struct facts_state state = *arguments;
    for (uint32_t r = 0; r < REG_FP; r++) {
        if (!(cfg->params & 1u << r)) {
            state.regs[r] = fact_undefined();
        }
        rename_class(&state.regs[r], join.first_class + r);
    }
    state.regs[REG_FP] = fact_pointer(KIND_FRAME, OBJECT_UNKNOWN, 0);
    struct block_state **into = v->narrows ? &v->works[callee].next_entry : &other->entry;
    if (state_join(&join, into, &state) && !v->narrows) {
        v->works[callee].entry_at = ++v->clock;
    }
}

void flow_result(struct solver *v, struct fact result) {
    if (result.kind == KIND_FRAME || v->cfg->tail_calls) {
        /* A dangling pointer (the kernel's verifier refuses it), or another program's result. */
        result = fact_unknown();
    }
    fact_leave_class(&result);
    if (v->narrows) {
        v->work->next_result = fact_join(&v->work->next_result, &result);
        return;
    }
    bool often = v->work->solves > SOLVES_BEFORE_WIDENING;
    struct fact combined =
        often ? fact_widen(&v->own->result, &result) : fact_join(&v->own->result, &result);
    if (!fact_equal(&combined, &v->own->result)) {
        v->own->result = combined;
        v->work->result_at = ++v->clock;
    }
}
