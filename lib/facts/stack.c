/* SPDX-License-Identifier: Apache-2.0 */
/* Chains of calls against the kernel's limits (kernel/bpf/verifier.c: check_max_stack_depth): eight
 * frames of 512 bytes in all, rounded up to 16 as for its JITs, less than 256 above a subprogram
 * that tail calls. Calls through pointers count: a recursion is a chain that is too deep. Only
 * -unproven=error asks; a guarded program counts while it runs. */
#include "access_parts.h"

enum { FRAME_ROUND = 16, TAIL_CALL_STACK_BYTES = 256, CALL_FRAMES_MAX = 8 };

/* What one function may call, each once. */
struct callees {
    uint32_t *functions;
    uint32_t count;
};

struct chains {
    struct session *s;
    const struct facts *facts;
    struct callees *callees; /* by function */
    /* By function and frames above: 1 + the most bytes above so far. */
    uint32_t (*seen)[CALL_FRAMES_MAX];
    uint32_t entry; /* the function that the chain begins with */
};

static void add_callee(struct callees *callees, uint32_t function) {
    for (uint32_t i = 0; i < callees->count; i++) {
        if (callees->functions[i] == function) {
            return;
        }
    }
    callees->functions[callees->count++] = function;
}

static void add_target(const struct program *program, struct callees *callees,
                       const struct fact *target) {
    if (target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN) {
        add_callee(callees, target->object);
        return;
    }
    for (uint32_t i = 0; i < program->function_count; i++) {
        if (program->functions[i].address_taken) {
            add_callee(callees, i);
        }
    }
}

static bool add_calls(void *data, const struct facts_cursor *cursor, const struct prog_insn *insn) {
    struct callees *callees = data;
    const struct program *program = cursor->facts->program;
    const struct facts_state *state = cursor->state;
    if (insn->insn.op == OP_CALLX) {
        const struct fact *target = &state->regs[insn->insn.dst];
        const struct helper_row *row = facts_callx_helper(target);
        bool calls_back = row && row->effect == EFFECT_CALLS_BACK;
        if (!row || calls_back) {
            add_target(program, callees, calls_back ? &state->regs[2] : target);
        }
    } else if (insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION) {
        add_callee(callees, insn->ref_index);
    } else if (insn->insn.op == OP_CALL &&
               helper_row(insn->ref_index)->effect == EFFECT_CALLS_BACK) {
        add_target(program, callees, &state->regs[2]);
    }
    return true;
}

static void find_callees(struct chains *c, uint32_t index) {
    size_t count = c->facts->program->function_count;
    c->callees[index].functions = ARENA_NEW_N(&c->s->arena, uint32_t, count);
    facts_walk(c->s, c->facts, index, add_calls, &c->callees[index]);
}

static struct location where(const struct chains *c) {
    const struct function *function = &c->facts->program->functions[c->entry];
    return at_insn(function->section, function->insns[0].slot);
}

static bool check_frame(const struct chains *c, uint32_t index, uint32_t above, uint32_t bytes) {
    if (above >= CALL_FRAMES_MAX) {
        return fail(c->s, where(c), "the call stack of %u frames is too deep", above + 1);
    }
    if (above && bytes >= TAIL_CALL_STACK_BYTES && c->facts->cfg->functions[index].tail_calls) {
        return fail(c->s, where(c),
                    "tail_calls are not allowed when call stack of previous frames is %u bytes. "
                    "Too large",
                    bytes);
    }
    return true;
}

/* `bytes` of `above` frames are above. */
static bool descend(struct chains *c, uint32_t index, uint32_t above, uint32_t bytes) {
    if (!check_frame(c, index, above, bytes)) {
        return false;
    }
    if (bytes < c->seen[index][above]) {
        return true; /* nothing new */
    }
    c->seen[index][above] = bytes + 1;
    uint32_t own = c->facts->functions[index].frame_bytes;
    bytes += (own + FRAME_ROUND - 1) / FRAME_ROUND * FRAME_ROUND;
    if (bytes > BPF_STACK_BYTES) {
        return fail(c->s, where(c), "combined stack size of %u calls is %u. Too large", above + 1,
                    bytes);
    }
    for (uint32_t i = 0; i < c->callees[index].count; i++) {
        if (!descend(c, c->callees[index].functions[i], above + 1, bytes)) {
            return false;
        }
    }
    return true;
}

bool stack_check(struct session *s, const struct facts *facts) {
    uint32_t count = (uint32_t)facts->program->function_count;
    struct chains c = {.s = s, .facts = facts};
    c.callees = ARENA_NEW_N(&s->arena, struct callees, count);
    c.seen = arena_alloc(&s->arena, count * sizeof(*c.seen));
    for (uint32_t i = 0; i < count; i++) {
        find_callees(&c, i);
    }
    for (c.entry = 0; c.entry < count; c.entry++) {
        bool begins = facts->program->functions[c.entry].kind == FUNC_PROGRAM;
        if (begins && !descend(&c, c.entry, 0, 0)) {
            return false;
        }
    }
    return true;
}
