/* SPDX-License-Identifier: Apache-2.0 */
/* The call graph: names are unique, no recursion, at most eight frames deep, as in the kernel.
 * The edges are calls and the callbacks of helpers; where callx goes is not known. */
#include <stdlib.h>
#include <string.h>

#include "program/build.h"

struct walk {
    struct builder *b;
    uint32_t *height; /* by function: frames that it needs at most; 0: not known yet */
    bool *is_open;    /* by function: on the path that is being walked */
};

static int compare_names(const void *left, const void *right) {
    const struct function *const *a = left, *const *b = right;
    int order = strcmp((*a)->name, (*b)->name);
    return order ? order : (*a > *b) - (*a < *b);
}

static bool check_names(struct builder *b) {
    size_t count = b->functions.count;
    const struct function **sorted = ARENA_NEW_N(&b->s->arena, const struct function *, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &b->functions.data[i];
    }
    qsort(sorted, count, sizeof(*sorted), compare_names);
    for (size_t i = 1; i < count; i++) {
        if (strcmp(sorted[i - 1]->name, sorted[i]->name) == 0) {
            const struct piece *piece = b->origins.data[sorted[i] - b->functions.data];
            return fail(b->s, at_slot(b, piece, piece->first), "two functions named '%s'",
                        piece->name);
        }
    }
    return true;
}

/* `depth` frames are open when the function is entered, its own included: bounds the C stack. */
static bool measure(struct walk *w, uint32_t index, uint32_t depth);

static bool measure_call(struct walk *w, uint32_t caller, const struct prog_insn *call,
                         uint32_t depth) {
    struct builder *b = w->b;
    struct location where = at_slot(b, b->origins.data[caller], call->slot);
    uint32_t callee = call->ref_index;
    if (w->is_open[callee]) {
        return fail(b->s, where, "recursive call of '%s'", b->functions.data[callee].name);
    }
    if (depth + 1 > MAX_CALL_FRAMES || depth + w->height[callee] > MAX_CALL_FRAMES) {
        return fail(b->s, where, "call of '%s' is deeper than %d frames",
                    b->functions.data[callee].name, MAX_CALL_FRAMES);
    }
    if (!w->height[callee] && !measure(w, callee, depth + 1)) {
        return false;
    }
    if (w->height[caller] < w->height[callee] + 1) {
        w->height[caller] = w->height[callee] + 1;
    }
    return true;
}

/* An address that an LDDW takes is taken for a callback where the function has a use for one. */
static bool calls_back(const struct function *function) {
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        if (insn->ref == REF_HELPER && helper_row(insn->ref_index)->effect == EFFECT_CALLS_BACK) {
            return true;
        }
    }
    return false;
}

static bool measure(struct walk *w, uint32_t index, uint32_t depth) {
    const struct function *function = &w->b->functions.data[index];
    bool has_callbacks = calls_back(function);
    w->is_open[index] = true;
    for (size_t i = 0; i < function->insn_count; i++) {
        const struct prog_insn *insn = &function->insns[i];
        bool is_edge = insn->ref == REF_FUNCTION && (insn->insn.op == OP_CALL || has_callbacks);
        if (is_edge && !measure_call(w, index, insn, depth)) {
            return false;
        }
    }
    w->is_open[index] = false;
    if (!w->height[index]) {
        w->height[index] = 1;
    }
    return true;
}

bool program_check_calls(struct builder *b) {
    struct walk w = {
        .b = b,
        .height = ARENA_NEW_N(&b->s->arena, uint32_t, b->functions.count),
        .is_open = ARENA_NEW_N(&b->s->arena, bool, b->functions.count),
    };
    if (!check_names(b)) {
        return false;
    }
    for (uint32_t i = 0; i < b->functions.count; i++) {
        bool is_entry = b->functions.data[i].kind == FUNC_PROGRAM;
        if ((is_entry || b->functions.data[i].address_taken) && !measure(&w, i, 1)) {
            return false;
        }
    }
    return true;
}
