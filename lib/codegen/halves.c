/* SPDX-License-Identifier: Apache-2.0 */
/* Which upper halves of registers may be read before they are written: backwards to a fixpoint, as
 * lib/cfg does for whole registers, with facts. An upper half that only feeds dead ones is dead,
 * too, so that a loop does not keep its own alive. */
#include <string.h>

#include "emit.h"

#define BIT(reg) ((uint16_t)(1u << (reg)))

/* What a 64-bit ALU insn reads of an operand's upper half. */
enum upper {
    ALWAYS,
    FOR_UPPER, /* for the upper half of the result only: carries go up, not down */
    NEVER,
};

static const struct {
    enum upper dst, src;
} operands[OP_COUNT] = {
    [OP_ADD] = {FOR_UPPER, FOR_UPPER},
    [OP_SUB] = {FOR_UPPER, FOR_UPPER},
    [OP_MUL] = {FOR_UPPER, FOR_UPPER},
    [OP_OR] = {FOR_UPPER, FOR_UPPER},
    [OP_AND] = {FOR_UPPER, FOR_UPPER},
    [OP_XOR] = {FOR_UPPER, FOR_UPPER},
    [OP_NEG] = {FOR_UPPER, FOR_UPPER},
    [OP_MOV] = {FOR_UPPER, FOR_UPPER},
    [OP_ADDR_CAST] = {FOR_UPPER, FOR_UPPER},
    [OP_LSH] = {FOR_UPPER, NEVER},
    /* Amounts count modulo 64 (RFC 9669, 4.1). */
    [OP_RSH] = {ALWAYS, NEVER},
    [OP_ARSH] = {ALWAYS, NEVER},
    [OP_MOVSX] = {NEVER, NEVER},
};

enum masks { MASKS_DST = 1, MASKS_SRC = 2 };

static bool is_read(enum upper upper, bool result_live) {
    return upper == ALWAYS || (upper == FOR_UPPER && result_live);
}

/* A shift that leaves nothing of the upper half. */
static bool drops_upper(const struct insn *insn) {
    return insn->form == FORM_K && insn->op == OP_LSH && (insn->imm & 63) >= 32;
}

static uint16_t alu_reads(const struct insn *insn, uint16_t reads, uint16_t live, uint8_t masked) {
    bool result_live = live & BIT(insn->dst);
    uint16_t upper = 0;
    if (!(masked & MASKS_DST) && !drops_upper(insn) &&
        is_read(operands[insn->op].dst, result_live)) {
        upper |= BIT(insn->dst);
    }
    if (insn->form == FORM_X && !(masked & MASKS_SRC) &&
        is_read(operands[insn->op].src, result_live)) {
        upper |= BIT(insn->src);
    }
    return upper & reads;
}

static uint16_t helper_reads(const struct prog_insn *insn, uint16_t reads) {
    const struct helper_row *row = helper_row(insn->ref_index);
    for (int i = 0; i < 5; i++) {
        if (row->args[i] == ARG_U32 || row->args[i] == ARG_I32) {
            reads &= (uint16_t)~BIT(i + 1);
        }
    }
    return reads;
}

/* One function on the way. */
struct walk {
    const struct codegen *c;
    const struct function *function;
    const struct function_cfg *cfg;
    struct function_halves *own;
    uint8_t *masked; /* by insn: enum masks */
};

static uint16_t call_reads(const struct walk *w, const struct prog_insn *insn, uint16_t reads) {
    return insn->ref == REF_HELPER ? helper_reads(insn, reads)
                                   : w->c->halves[insn->ref_index].params;
}

/* Addresses are read whole; of what is stored, as much as is stored. */
static uint16_t memory_reads(const struct insn *insn, uint16_t reads) {
    bool loads = insn->op == OP_LDX || insn->op == OP_LDSX ||
                 (insn->op == OP_ATOMIC && insn->imm == ATOMIC_LOAD_ACQ);
    unsigned address = loads ? insn->src : insn->dst;
    return insn->width == 64 ? reads : reads & BIT(address);
}

static bool is_memory(const struct insn *insn) {
    return insn->op == OP_LDX || insn->op == OP_LDSX || insn->op == OP_STX || insn->op == OP_ST ||
           insn->op == OP_ATOMIC;
}

/* The registers whose upper half an insn reads, when those of `live` may be read behind it. */
static uint16_t upper_reads(const struct walk *w, uint32_t at, uint16_t live) {
    const struct prog_insn *insn = &w->function->insns[at];
    const struct insn *i = &insn->insn;
    uint16_t reads = cfg_reads(w->c->facts->cfg, insn);
    if (i->op == OP_EXIT) {
        return w->own->result ? reads : 0;
    }
    if (i->op == OP_CALL) {
        return call_reads(w, insn, reads);
    }
    if (is_memory(i)) {
        return memory_reads(i, reads);
    }
    if (insn_row(i->opcode)->dst == FIELD_W || insn_row(i->opcode)->dst == FIELD_RW) {
        return i->width == 64 ? alu_reads(i, reads, live, w->masked[at]) : 0;
    }
    return insn_is_branch(i) && i->width == 32 ? 0 : reads;
}

static uint16_t walk_block(const struct walk *w, const struct block *block) {
    uint16_t live = 0;
    for (uint32_t i = 0; i < block->succ_count; i++) {
        live |= w->own->at_block[block->succ[i]];
    }
    for (uint32_t i = block->end; i-- > block->first;) {
        w->own->after[i] = live;
        live = (uint16_t)((live & ~cfg_writes(&w->function->insns[i])) | upper_reads(w, i, live));
    }
    return live;
}

static void walk_function(const struct walk *w) {
    for (bool changed = true; changed;) {
        changed = false;
        for (uint32_t i = w->cfg->order_count; i-- > 0;) {
            uint32_t b = w->cfg->order[i];
            uint16_t live = walk_block(w, &w->cfg->blocks[b]);
            changed |= live != w->own->at_block[b];
            w->own->at_block[b] = live;
        }
    }
    w->own->params = w->own->at_block[0] & w->cfg->params;
}

/* ANDs in which one operand's upper half is zero do not read the other's. */
static void find_masks(const struct walk *w, struct facts_cursor *cursor) {
    for (uint32_t i = 0; i < w->cfg->order_count; i++) {
        const struct block *block = &w->cfg->blocks[w->cfg->order[i]];
        bool reached = facts_enter(cursor, w->cfg->order[i]);
        for (uint32_t at = block->first; at < block->end && reached; at++) {
            const struct insn *insn = &w->function->insns[at].insn;
            const struct fact *regs = cursor->state->regs;
            bool by_number = insn->form == FORM_K;
            if (insn->op == OP_AND && rep_of(w->c, &regs[insn->dst]) == REP_I32) {
                w->masked[at] |= MASKS_SRC;
            }
            if (insn->op == OP_AND &&
                (by_number ? insn->imm >= 0 : rep_of(w->c, &regs[insn->src]) == REP_I32)) {
                w->masked[at] |= MASKS_DST;
            }
            facts_step(cursor, &w->function->insns[at]);
        }
    }
}

/* The kernel takes 32 bits of what a program with a context returns; the users of a subprogram's
 * result are in sight, unless it is a callback or a tail call may replace it. */
static bool result_leaves_sight(const struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    return function->kind == FUNC_PROGRAM
               ? function->context == CONTEXT_RAW
               : function->address_taken || c->facts->cfg->functions[index].tail_calls;
}

/* True when a call is found whose result's upper half is read for the first time. */
static bool note_results(const struct walk *w) {
    bool changed = false;
    for (size_t i = 0; i < w->function->insn_count; i++) {
        const struct prog_insn *insn = &w->function->insns[i];
        if (insn->insn.op == OP_CALL && insn->ref == REF_FUNCTION && (w->own->after[i] & BIT(0))) {
            changed |= !w->c->halves[insn->ref_index].result;
            w->c->halves[insn->ref_index].result = true;
        }
    }
    return changed;
}

static struct walk open_walk(struct codegen *c, uint32_t index) {
    struct arena *arena = &c->s->arena;
    struct walk w = {
        .c = c,
        .function = &c->program->functions[index],
        .cfg = &c->facts->cfg->functions[index],
        .own = &c->halves[index],
        .masked = arena_alloc(arena, c->program->functions[index].insn_count),
    };
    w.own->at_block = ARENA_NEW_N(arena, uint16_t, w.cfg->block_count);
    w.own->after = ARENA_NEW_N(arena, uint16_t, w.function->insn_count);
    w.own->result = result_leaves_sight(c, index);
    struct facts_cursor cursor;
    facts_open(c->s, c->facts, index, &cursor);
    find_masks(&w, &cursor);
    return w;
}

/* Without facts every upper half is kept. */
static void keep_all(struct codegen *c) {
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        const struct function *function = &c->program->functions[i];
        struct function_halves *own = &c->halves[i];
        size_t block_count = c->facts->cfg->functions[i].block_count;
        own->at_block = ARENA_NEW_N(&c->s->arena, uint16_t, block_count);
        own->after = ARENA_NEW_N(&c->s->arena, uint16_t, function->insn_count);
        memset(own->at_block, 0xff, block_count * sizeof(*own->at_block));
        memset(own->after, 0xff, function->insn_count * sizeof(*own->after));
        own->params = UINT16_MAX;
        own->result = function->kind != FUNC_PROGRAM || result_leaves_sight(c, i);
    }
}

void halves_find(struct codegen *c) {
    size_t count = c->program->function_count;
    struct walk *walks = ARENA_NEW_N(&c->s->arena, struct walk, count);
    c->halves = ARENA_NEW_N(&c->s->arena, struct function_halves, count);
    if (!facts_shape(c)) {
        keep_all(c);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        walks[i] = open_walk(c, i);
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < count; i++) {
            const struct walk *w = &walks[c->facts->cfg->call_order[i]];
            walk_function(w);
            changed |= note_results(w);
        }
    }
}
