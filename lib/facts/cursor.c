/* SPDX-License-Identifier: Apache-2.0 */
/* Walks over a function with what is known before each of its insns. */
#include "fact.h"
#include "import.h"
#include "state.h"

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
    state_expand(cursor->state, own->at_block[block], own->slot_count);
    const struct function_cfg *cfg = &cursor->facts->cfg->functions[cursor->function];
    import_meet(cursor->facts, cursor->function, cfg->blocks[block].first, cursor->state);
    return true;
}

/* What is known before the next insn of the block; behind its last one the state is the edges'. */
static void import_meet_next(const struct facts_cursor *cursor, const struct prog_insn *insn) {
    const struct function_cfg *cfg = &cursor->facts->cfg->functions[cursor->function];
    const struct prog_insn *insns = cursor->facts->program->functions[cursor->function].insns;
    uint32_t next = (uint32_t)(insn - insns) + 1;
    if (next < cfg->blocks[cfg->block_of[next - 1]].end) {
        import_meet(cursor->facts, cursor->function, next, cursor->state);
    }
}

void facts_step(struct facts_cursor *cursor, const struct prog_insn *insn) {
    struct transfer transfer = {.facts = cursor->facts, .function = cursor->function};
    transfer_insn(&transfer, cursor->state, insn);
    import_meet_next(cursor, insn);
}

bool facts_walk(struct session *s, const struct facts *facts, uint32_t function,
                facts_visit_fn *visit, void *data) {
    const struct function_cfg *cfg = &facts->cfg->functions[function];
    const struct prog_insn *insns = facts->program->functions[function].insns;
    struct facts_cursor cursor;
    facts_open(s, facts, function, &cursor);
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        bool reached = cfg->blocks[b].order != BLOCK_NONE && facts_enter(&cursor, b);
        for (uint32_t i = cfg->blocks[b].first; reached && i < cfg->blocks[b].end; i++) {
            if (!visit(data, &cursor, &insns[i])) {
                return false;
            }
            facts_step(&cursor, &insns[i]);
        }
    }
    return true;
}
