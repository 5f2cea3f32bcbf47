/* SPDX-License-Identifier: Apache-2.0 */
/* Where pruned paths lead: forwards from the insns that they were cut short at, into callees and
 * back to every caller. */
#include "import.h"

struct spread {
    const struct facts *facts;
    const struct import_layout *layout;
    bool *shaky;    /* by slot */
    bool *returned; /* by function: its callers are marked */
    uint32_t *work; /* slots */
    uint32_t count;
};

static void mark(struct spread *p, uint32_t slot) {
    if (slot < p->layout->count && !p->shaky[slot]) {
        p->shaky[slot] = true;
        p->work[p->count++] = slot;
    }
}

static void mark_insn(struct spread *p, uint32_t slot, uint32_t insn) {
    const struct import_place *from = &p->layout->places[slot];
    const struct prog_insn *insns = p->facts->program->functions[from->function].insns;
    mark(p, slot - from->at->slot + insns[insn].slot);
}

static bool refers(const struct import_place *place, uint32_t function) {
    return place->at && place->at->ref == REF_FUNCTION && place->at->ref_index == function;
}

/* A callback returns to the helper behind the LDDW that names it. */
static void mark_callers(struct spread *p, uint32_t function) {
    if (p->returned[function]) {
        return;
    }
    p->returned[function] = true;
    for (uint32_t i = 0; i < p->layout->count; i++) {
        if (refers(&p->layout->places[i], function)) {
            mark(p, i + p->layout->places[i].at->insn.slots);
        }
    }
}

static void mark_entry(struct spread *p, uint32_t function) {
    for (uint32_t i = 0; i < p->layout->count; i++) {
        const struct import_place *place = &p->layout->places[i];
        if (place->at && place->function == function && place->insn == 0) {
            mark(p, i);
        }
    }
}

static void mark_table(struct spread *p, uint32_t slot) {
    const struct import_place *place = &p->layout->places[slot];
    const struct function *function = &p->facts->program->functions[place->function];
    for (size_t i = 0; i < function->gotox_target_count; i++) {
        mark_insn(p, slot, function->gotox_targets[i]);
    }
}

static void mark_next(struct spread *p, uint32_t slot) {
    const struct import_place *place = &p->layout->places[slot];
    const struct prog_insn *insn = place->at;
    if (!insn) {
        return;
    }
    if (insn->insn.op == OP_EXIT) {
        mark_callers(p, place->function);
        return;
    }
    if (insn->ref == REF_FUNCTION) {
        mark_entry(p, insn->ref_index);
    }
    if (insn->insn.op == OP_GOTOX) {
        mark_table(p, slot);
    }
    if (insn_is_jump(&insn->insn)) {
        mark_insn(p, slot, insn->target);
    }
    if (insn->insn.op != OP_JA) {
        mark(p, slot + insn->insn.slots);
    }
}

bool *import_shaky(struct session *s, const struct facts *facts, const struct import_layout *layout,
                   const bool *pruned) {
    struct spread spread = {
        .facts = facts,
        .layout = layout,
        .shaky = arena_alloc(&s->arena, layout->count),
        .returned = arena_alloc(&s->arena, facts->program->function_count),
        .work = ARENA_NEW_N(&s->arena, uint32_t, layout->count),
    };
    for (uint32_t i = 0; i < layout->count; i++) {
        if (pruned[i]) {
            mark(&spread, i);
        }
    }
    while (spread.count) {
        mark_next(&spread, spread.work[--spread.count]);
    }
    return spread.shaky;
}
