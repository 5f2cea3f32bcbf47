/* SPDX-License-Identifier: Apache-2.0 */
/* After the fixpoint: counts what is proven, refuses what must not be, and finds the functions
 * that may end the run early. Only those pay for it: they take the run and their callers look. */
#include "access_parts.h"

struct walk {
    struct session *s;
    struct facts *facts;
    uint32_t index;
    struct function_facts *own;
    const struct function *function;
};

static bool refuse(const struct walk *w, const struct prog_insn *insn, const struct access *a) {
    struct location where = at_insn(w->function->section, insn->slot);
    return a->verdict == ACCESS_REFUSE
               ? fail(w->s, where, "%s", a->missing)
               : fail(w->s, where,
                      "%s: not proven; check it in the program, or let -unproven=guard do so",
                      a->missing);
}

static bool note_access(struct walk *w, const struct prog_insn *insn, const struct access *a) {
    struct access_counts *counts = &w->own->accesses;
    if (a->verdict == ACCESS_PROVEN) {
        counts->proven++;
        return true;
    }
    if (a->verdict == ACCESS_REFUSE || w->facts->unproven == BPF_AOT_UNPROVEN_ERROR) {
        return refuse(w, insn, a);
    }
    bool probes = a->verdict == ACCESS_PROBE;
    if (w->s->options->remarks == BPF_AOT_REMARKS_EACH) {
        note(w->s, at_insn(w->function->section, insn->slot), "%s: %s",
             probes ? "probed" : "guarded", a->missing);
    }
    counts->probed += probes;
    counts->guarded += !probes;
    w->own->may_abort |= !probes;
    w->own->searches |= !probes && a->bounds == BOUNDS_REGIONS;
    return true;
}

/* Registers that the kernel's verifier wants to have been written. What goes into a subprogram, and
 * comes back in r0, matters where it is read; trace_printk takes as many as its format says. */
static uint16_t wanted_registers(const struct walk *w, const struct prog_insn *insn) {
    enum { TRACE_PRINTK = 6, ITS_VALUES = 1 << 3 | 1 << 4 | 1 << 5 };
    uint16_t reads = cfg_reads(w->facts->cfg, insn);
    bool calls = insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION;
    if (calls || (insn->insn.op == OP_EXIT && w->function->kind != FUNC_PROGRAM)) {
        return 0;
    }
    if (insn->insn.op == OP_CALLX) {
        return (uint16_t)(1u << insn->insn.dst);
    }
    bool prints = insn->insn.op == OP_CALL && insn->ref == REF_HELPER &&
                  helper_row(insn->ref_index)->id == TRACE_PRINTK;
    bool is_missing = insn->insn.op == OP_CALL && insn->ref == REF_HELPER &&
                      helper_row(insn->ref_index)->effect == EFFECT_MISSING;
    return prints ? (uint16_t)(reads & ~ITS_VALUES) : is_missing ? 0 : reads;
}

/* What was never written is 0 here, which is safe; -unproven=error refuses it as the kernel does.
 */
static bool check_written(const struct walk *w, const struct facts_cursor *cursor,
                          const struct prog_insn *insn) {
    uint16_t reads = w->facts->unproven == BPF_AOT_UNPROVEN_ERROR ? wanted_registers(w, insn) : 0;
    for (int r = 0; r < REG_COUNT; r++) {
        if ((reads & 1u << r) && cursor->state->regs[r].undefined) {
            return fail(w->s, at_insn(w->function->section, insn->slot),
                        "R%d !read_ok: nothing was written to it on some way here", r);
        }
    }
    return true;
}

/* Helpers that look for the object of a pointer themselves. */
static bool helper_searches(const struct prog_insn *insn) {
    bool searches = false;
    for (int i = 0; i < 5 && insn->insn.op == OP_CALL && insn->ref == REF_HELPER; i++) {
        searches |= helper_row(insn->ref_index)->args[i] == ARG_ARGS;
    }
    return searches;
}

static bool may_abort(const struct session *s, const struct prog_insn *insn) {
    if (insn->insn.op != OP_CALL || insn->ref != REF_HELPER) {
        return false;
    }
    const struct helper_row *row = helper_row(insn->ref_index);
    bool traps = s->options->missing_helpers == BPF_AOT_MISSING_TRAP;
    return helper_may_abort(row) || (row->effect == EFFECT_MISSING && traps);
}

static bool note_insn(struct walk *w, const struct facts_cursor *cursor,
                      const struct prog_insn *insn) {
    if (!check_written(w, cursor, insn)) {
        return false;
    }
    w->own->searches |= helper_searches(insn);
    w->own->may_abort |= may_abort(w->s, insn);
    struct access found[ACCESSES_MAX];
    unsigned count = access_find(cursor, insn, found);
    for (unsigned i = 0; i < count; i++) {
        if (!note_access(w, insn, &found[i])) {
            return false;
        }
    }
    return true;
}

/* What is counted against a budget: the loop heads, and every way into a subprogram. */
static bool is_counted(const struct walk *w) {
    const struct function_cfg *cfg = &w->facts->cfg->functions[w->index];
    bool counted = w->function->kind != FUNC_PROGRAM;
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        counted |= cfg->blocks[b].loop_head;
    }
    return w->facts->run_budget && counted;
}

static bool note_function(struct walk *w) {
    const struct function_cfg *cfg = &w->facts->cfg->functions[w->index];
    struct facts_cursor cursor;
    facts_open(w->s, w->facts, w->index, &cursor);
    for (uint32_t b = 0; b < cfg->block_count; b++) {
        if (cfg->blocks[b].order == BLOCK_NONE || !facts_enter(&cursor, b)) {
            continue;
        }
        for (uint32_t i = cfg->blocks[b].first; i < cfg->blocks[b].end; i++) {
            const struct prog_insn *insn = &w->function->insns[i];
            if (!note_insn(w, &cursor, insn)) {
                return false;
            }
            facts_step(&cursor, insn);
            w->own->registers_frame |= cursor.state->escape_low != 0;
        }
    }
    /* A tail call may lead to a program of another object. */
    w->own->may_abort |= cfg->tail_calls || is_counted(w);
    return true;
}

/* Callbacks and function pointers lead to any function whose address is taken. */
static bool learn_from_pointers(struct facts *facts, struct function_facts *own) {
    bool searches = own->searches;
    own->may_abort = true; /* how deep they nest is counted */
    for (size_t i = 0; i < facts->program->function_count; i++) {
        bool reaches = facts->program->functions[i].address_taken;
        own->searches |= reaches && facts->functions[i].searches;
    }
    return own->searches != searches;
}

static bool learn_from_insn(struct facts *facts, struct function_facts *own,
                            const struct prog_insn *insn) {
    if (insn->insn.op == OP_CALLX ||
        (insn->ref == REF_HELPER && helper_row(insn->ref_index)->effect == EFFECT_CALLS_BACK)) {
        bool could = own->may_abort;
        return learn_from_pointers(facts, own) || !could;
    }
    if (insn->insn.op != OP_CALL || insn->ref != REF_FUNCTION) {
        return false;
    }
    const struct function_facts *callee = &facts->functions[insn->ref_index];
    bool learns = (callee->may_abort && !own->may_abort) || (callee->searches && !own->searches);
    own->may_abort |= callee->may_abort;
    own->searches |= callee->searches;
    return learns;
}

static bool learn(struct facts *facts, uint32_t index) {
    const struct function *function = &facts->program->functions[index];
    bool changed = false;
    for (size_t i = 0; i < function->insn_count; i++) {
        changed |= learn_from_insn(facts, &facts->functions[index], &function->insns[i]);
    }
    return changed;
}

static void note_called(struct facts *facts, const struct function *function) {
    for (size_t i = 0; i < function->insn_count; i++) {
        if (function->insns[i].ref == REF_FUNCTION) {
            facts->functions[function->insns[i].ref_index].is_called = true;
        }
    }
}

static bool all_probe(const struct program *program) {
    bool probes = program->function_count != 0;
    for (size_t i = 0; i < program->function_count; i++) {
        const struct function *function = &program->functions[i];
        probes &= function->kind != FUNC_PROGRAM || prog_type_row(function->prog_type)->probes;
    }
    return probes;
}

bool access_summarise(struct session *s, struct facts *facts) {
    facts->probes = all_probe(facts->program);
    uint32_t count = (uint32_t)facts->program->function_count;
    for (uint32_t i = 0; i < count; i++) {
        facts->functions[i].is_called |= facts->program->functions[i].address_taken;
        note_called(facts, &facts->program->functions[i]);
    }
    for (uint32_t i = 0; i < count; i++) {
        struct walk w = {s, facts, i, &facts->functions[i], &facts->program->functions[i]};
        if (!note_function(&w)) {
            return false;
        }
    }
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < count; i++) {
            again |= learn(facts, facts->cfg->call_order[i]);
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        facts->functions[i].registers_frame &= facts->functions[i].searches;
    }
    return facts->unproven != BPF_AOT_UNPROVEN_ERROR || stack_check(s, facts);
}

bool facts_needs_run(const struct facts *facts, uint32_t function) {
    return facts->cfg->functions[function].needs_run || facts->functions[function].may_abort;
}
