/* SPDX-License-Identifier: Apache-2.0 */
/* Downwards from the fixpoint: what flows into a block, computed once more without widening, is
 * at most what was found, and still holds on every run. First the ways back of all loops, from
 * the states found so far; then everything else in order, each block from its new state. */
#include <string.h>

#include "solver.h"

static bool goes_on(const struct solver *v, uint32_t from, uint32_t target) {
    return !edge_goes_back(v, from, target);
}

static bool has_way_back(const struct solver *v, uint32_t block) {
    const struct block *b = &v->cfg->blocks[block];
    for (uint32_t i = 0; i < b->succ_count; i++) {
        if (edge_goes_back(v, block, b->succ[i])) {
            return true;
        }
    }
    return false;
}

static void flow_back(struct solver *v) {
    v->edges_only = true;
    for (uint32_t i = 0; i < v->cfg->order_count; i++) {
        uint32_t b = v->cfg->order[i];
        if (v->own->at_block[b] && has_way_back(v, b)) {
            flow_from(v, b, v->own->at_block[b], edge_goes_back);
        }
    }
    v->edges_only = false;
}

static void flow_on(struct solver *v) {
    for (uint32_t i = 0; i < v->cfg->order_count; i++) {
        uint32_t b = v->cfg->order[i];
        struct block_state *state = v->work->next[b];
        if (!v->work->entered[b]) {
            v->work->next[b] = NULL; /* a loop that only its own way back leads to */
            continue;
        }
        if (v->cfg->blocks[b].loop_head) {
            induct_head(v, b, state);
        }
        flow_from(v, b, state, goes_on);
    }
}

static void narrow_function(struct solver *v, uint32_t function) {
    solver_select(v, function);
    if (!v->own->entry) {
        return;
    }
    struct arena *arena = &v->s->arena;
    uint32_t places = REG_COUNT + v->own->slot_count;
    v->work->next = ARENA_NEW_N(arena, struct block_state *, v->cfg->block_count);
    v->work->entered = arena_alloc(arena, v->cfg->block_count);
    v->work->next_loop_entry = ARENA_NEW_N(arena, struct block_state *, v->cfg->block_count);
    v->work->steps = ARENA_NEW_N(arena, struct step *, v->cfg->block_count);
    v->work->next_result = (struct fact){.kind = KIND_NONE};
    for (uint32_t b = 0; b < v->cfg->block_count; b++) {
        if (v->cfg->blocks[b].loop_head) {
            v->work->steps[b] = ARENA_NEW_N(arena, struct step, places);
        }
    }
    flow_back(v);
    flow_entry(v);
    flow_on(v);
    v->own->at_block = v->work->next;
}

void narrow_all(struct solver *v) {
    uint32_t count = (uint32_t)v->facts->program->function_count;
    v->narrows = true;
    for (uint32_t i = 0; i < count; i++) {
        v->works[i].next_entry = NULL;
    }
    flow_into_programs(v);
    for (uint32_t i = count; i-- > 0;) {
        narrow_function(v, v->facts->cfg->call_order[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct function_facts *own = &v->facts->functions[i];
        if (own->entry) {
            own->entry = v->works[i].next_entry;
            own->result = v->works[i].next_result;
        }
        if (!own->entry) {
            own->at_block = NULL;
        }
    }
    v->narrows = false;
}
