/* SPDX-License-Identifier: Apache-2.0 */
/* Uses of weak symbols that nobody defines. The source asks for the address first, which is NULL
 * here; what it does with another one is dead code, and a call there is legal. Follows constants
 * in registers, which is as much as `if (f) f();` needs. */
#include <string.h>

#include "program/build.h"

struct constants {
    bool seen;
    bool known[REG_COUNT];
    uint64_t value[REG_COUNT];
};

struct walk {
    struct builder *b;
    const struct function *function;
    struct constants *before; /* by insn */
    ARRAY(uint32_t) open;     /* whose constants have changed */
};

static void set(struct constants *c, unsigned reg, bool known, uint64_t value) {
    c->known[reg] = known;
    c->value[reg] = value;
}

static void move(struct constants *c, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    bool known = i->form == FORM_K ? insn->ref == REF_NONE : c->known[i->src];
    uint64_t value = i->form == FORM_K ? (uint64_t)i->imm64 : c->value[i->src];
    set(c, i->dst, known, i->width == 32 ? (uint32_t)value : value);
}

static void execute(struct constants *c, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    enum insn_field dst = insn_row(i->opcode)->dst;
    if (i->op == OP_LDDW || i->op == OP_MOV) {
        move(c, insn);
    } else if (i->op == OP_CALL || i->op == OP_CALLX) {
        memset(c->known, 0, 6 * sizeof(c->known[0])); /* r0 to r5 */
    } else if (i->op == OP_ATOMIC) {
        int written = insn_atomic_writes(i);
        if (written >= 0) {
            set(c, (unsigned)written, false, 0);
        }
    } else if (dst == FIELD_W || dst == FIELD_RW) {
        set(c, i->dst, false, 0);
    }
}

/* 1: jumps, 0: does not, -1: may do both. */
static int decide(const struct constants *c, const struct insn *i) {
    bool is_equality = (i->op == OP_JEQ || i->op == OP_JNE) && i->width == 64;
    if (!is_equality || !c->known[i->dst] || (i->form == FORM_X && !c->known[i->src])) {
        return -1;
    }
    uint64_t other = i->form == FORM_X ? c->value[i->src] : (uint64_t)i->imm64;
    return (c->value[i->dst] == other) == (i->op == OP_JEQ);
}

/* What differs between two ways to one insn is not known there. */
static void flow(struct walk *w, const struct constants *from, uint32_t to) {
    struct constants *c = &w->before[to];
    bool changed = !c->seen;
    if (!c->seen) {
        *c = *from;
        c->seen = true;
    }
    for (unsigned reg = 0; reg < REG_COUNT; reg++) {
        if (c->known[reg] && (!from->known[reg] || from->value[reg] != c->value[reg])) {
            c->known[reg] = false;
            changed = true;
        }
    }
    if (changed) {
        *array_push(&w->b->s->arena, &w->open) = to;
    }
}

static void step(struct walk *w, uint32_t index) {
    const struct prog_insn *insn = &w->function->insns[index];
    struct constants after = w->before[index];
    int taken = insn_is_branch(&insn->insn) ? decide(&after, &insn->insn) : -1;
    execute(&after, insn);
    if (insn->insn.op == OP_GOTOX) {
        for (size_t i = 0; i < w->function->gotox_target_count; i++) {
            flow(w, &after, w->function->gotox_targets[i]);
        }
        return;
    }
    if (insn_is_jump(&insn->insn) && taken != 0) {
        flow(w, &after, insn->target);
    }
    if (insn->insn.op != OP_EXIT && insn->insn.op != OP_JA && taken != 1) {
        flow(w, &after, index + 1);
    }
}

/* An insn that is never executed must still be one that later stages know. */
static const struct insn nothing = {
    .opcode = 0xb7, .op = OP_MOV, .form = FORM_K, .width = 64, .slots = 1};
static const struct insn ja = {
    .opcode = 0x05, .op = OP_JA, .form = FORM_K, .width = 64, .slots = 1};

static void decide_branches(struct walk *w, struct function *function) {
    for (uint32_t i = 0; i < function->insn_count; i++) {
        struct prog_insn *insn = &function->insns[i];
        bool is_branch = w->before[i].seen && insn_is_branch(&insn->insn);
        int taken = is_branch ? decide(&w->before[i], &insn->insn) : -1;
        if (taken >= 0) {
            int16_t off = insn->insn.off;
            insn->insn = ja;
            insn->insn.off = taken ? off : 0;
            insn->target = taken ? insn->target : i + 1;
        }
    }
}

bool program_drop_absent_uses(struct builder *b, const struct piece *piece,
                              struct function *function) {
    struct walk w = {.b = b, .function = function};
    if (!b->has_absent) {
        return true;
    }
    w.before = ARENA_NEW_N(&b->s->arena, struct constants, function->insn_count);
    flow(&w, &(struct constants){.seen = true}, 0);
    while (w.open.count) {
        step(&w, w.open.data[--w.open.count]);
    }
    for (size_t i = 0; i < b->absent_calls.count; i++) {
        const struct absent_call *call = &b->absent_calls.data[i];
        struct prog_insn *insn = &function->insns[call->insn];
        if (w.before[call->insn].seen) {
            return fail(b->s, at_slot(b, piece, insn->slot),
                        "call of weak symbol '%s', which nobody defines", call->name);
        }
        insn->insn = nothing;
    }
    decide_branches(&w, function);
    b->absent_calls.count = 0;
    b->has_absent = false;
    return true;
}
