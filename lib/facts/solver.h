/* SPDX-License-Identifier: Apache-2.0 */
/* The fixpoint's own data: upwards with widening until nothing changes, then down again. */
#ifndef BPF_AOT_FACTS_SOLVER_H
#define BPF_AOT_FACTS_SOLVER_H

#include "state.h"

/* By how much a register or slot moves on the ways back to a loop head. */
struct step {
    int64_t min, max;
    bool known, unknown; /* from some way back; not from all of them */
    bool changes;        /* some way back may bring another value than came in */
};

/* Places in the order of blocks that are to be walked (worklist.c). */
struct worklist {
    uint32_t *heap;
    uint32_t count;
    bool *listed; /* by place */
};

/* A loop counter whose step is no power of two: what makes it arrive at N exactly is that nothing
 * but start + k * step ever comes in. Once something else does, it is no counter any more. */
struct counter {
    int64_t start, step, last;
    bool used, broken;
};

/* Of one function, for as long as the solver runs. */
struct work {
    struct block_state **loop_entry; /* by block: what comes into a loop head from outside */
    uint32_t *visits;                /* by block */
    struct counter **counters;       /* by block, of loop heads: by place */
    struct worklist changed;         /* blocks whose state changed since they were walked */
    uint64_t walks;                  /* of blocks, in this solve */
    uint32_t solves;
    uint32_t *callees; /* by call of a subprogram in the code */
    uint32_t callee_count;
    bool calls_pointer;                      /* callx */
    uint64_t solved_at, entry_at, result_at; /* on the solver's clock */
    /* While the states go down again: */
    struct block_state **next;
    bool *entered; /* by block: from outside of the loop that it begins, or at all */
    struct block_state *next_entry;
    struct fact next_result;
    struct step **steps; /* by block, of loop heads: by place */
    struct block_state **next_loop_entry;
};

struct solver {
    struct session *s;
    struct facts *facts;
    struct work *works; /* by function */
    uint64_t clock;     /* counts changes of entries and results */
    bool narrows;
    bool edges_only; /* calls and results do not flow */
    /* the function at hand: */
    uint32_t function;
    const struct function *code;
    struct function_cfg *cfg;
    struct function_facts *own;
    struct work *work;
    const struct block_state *origin; /* the state that the block at hand began with */
};

void worklist_open(struct worklist *list, struct arena *arena, uint32_t block_count);
void worklist_add(struct worklist *list, uint32_t order);
/* The first in the order; false when there is none. */
bool worklist_take(struct worklist *list, uint32_t *order);

void solver_select(struct solver *v, uint32_t function);
/* Names of classes: one for each insn, then one for each place (register, slot) of each block,
 * then one for each argument. The block where the values of one come from; BLOCK_NONE: callers. */
uint32_t solver_class(const struct solver *v, uint32_t block, uint32_t place);
uint32_t solver_class_block(const struct solver *v, uint32_t class);
/* Edges. `from` is the block that the state leaves. */
void flow_into(struct solver *v, uint32_t from, uint32_t target, struct facts_state *state);
bool edge_goes_back(const struct solver *v, uint32_t from, uint32_t target);
/* Walks a block from `at` and hands its state on along the edges that `wanted` accepts. */
typedef bool edge_fn(const struct solver *v, uint32_t from, uint32_t target);
void flow_from(struct solver *v, uint32_t block, const struct block_state *at, edge_fn *wanted);
/* The function's entry: what its callers bring. */
void flow_entry(struct solver *v);
void flow_into_function(struct solver *v, uint32_t callee, const struct facts_state *arguments);
void flow_result(struct solver *v, struct fact result);
/* Calls (flow_call.c). False when a callee is not known to return. */
bool flow_into_calls(struct solver *v, const struct facts_state *state,
                     const struct prog_insn *insn);
bool may_return_zero(const struct prog_insn *insn);

/* Induction (induct.c). */
void induct_way_back(struct solver *v, uint32_t head, struct facts_state *state);
/* After what comes into a loop from outside changed. */
void induct_entry(struct solver *v, uint32_t head);
void induct_head(struct solver *v, uint32_t head, struct block_state *state);
/* The most times that a loop goes back to its head, by the shape of its code; -1: not known. */
int64_t rounds_by_shape(const struct solver *v, uint32_t head, const struct block_state *entry);

/* What programs are entered with. */
void flow_into_programs(struct solver *v);
/* One round downwards over all functions. */
void narrow_all(struct solver *v);

#endif
