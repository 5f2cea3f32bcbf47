/* SPDX-License-Identifier: Apache-2.0 */
/* A run of lib/interp's interpreter, which shares nothing with the translator, noted step by step.
 * Context and packet lie in its one memory, so that the context's 32-bit members are addresses. */
#include <string.h>

#include "follow.h"
#include "interp/interp.h"
#include "support/bytes.h"

enum { STEPS_MAX = 100000, CONTEXT_BYTES = 24, PACKET_AT = 64 };

struct observer {
    const struct comparison *c;
    struct rules *rules;
    uint16_t written[FRAMES_MAX + 1]; /* by depth */
    uint32_t writer[FRAMES_MAX + 1][REG_COUNT];
    size_t depth;
};

/* The register that an insn leaves a value in, or -1. */
static int writes(const struct insn *insn) {
    bool jumps = insn_is_jump(insn) || insn->op == OP_EXIT || insn->op == OP_GOTOX;
    if (insn->op == OP_ATOMIC) {
        return insn_atomic_writes(insn);
    }
    if (insn->op == OP_CALL || insn->op == OP_CALLX || jumps || insn->op == OP_ST ||
        insn->op == OP_STX) {
        return -1;
    }
    return insn->dst;
}

/* What the step before did to the registers of the frame that is now on top. */
static void follow_depth(struct observer *o, const struct rule_step *last, size_t depth) {
    if (depth > o->depth && depth <= FRAMES_MAX) { /* called: arguments are the caller's */
        o->written[depth] = (uint16_t)((o->written[o->depth] & 0x3e) | 1u << REG_FP);
        memcpy(o->writer[depth], o->writer[o->depth], sizeof(o->writer[depth]));
    } else if (depth < o->depth) { /* returned */
        o->written[depth] = (uint16_t)((o->written[depth] & ~0x3eu) | 1u);
        o->writer[depth][0] = last->insn;
    }
    o->depth = depth;
}

static void observe(void *user, const struct interp_view *view) {
    struct observer *o = user;
    struct rules *rules = o->rules;
    if (rules->count == STEPS_MAX || view->depth > FRAMES_MAX) {
        return;
    }
    struct rule_step *last = rules->count ? &rules->steps[rules->count - 1] : NULL;
    if (last && view->depth == o->depth) {
        int reg = writes(&o->c->insns[last->insn].insn);
        if (reg >= 0) {
            o->written[o->depth] |= (uint16_t)(1u << reg);
            o->writer[o->depth][reg] = last->insn;
        }
    } else if (last) {
        follow_depth(o, last, view->depth);
    }
    struct rule_step *step = &rules->steps[rules->count++];
    step->insn = (uint32_t)view->slot;
    step->depth = (uint8_t)o->depth;
    step->written = o->written[o->depth];
    memcpy(step->regs, view->regs, sizeof(step->regs));
    memcpy(step->writer, o->writer[o->depth], sizeof(step->writer));
}

void rules_follow(struct session *s, const struct comparison *c, const struct bytes *packet,
                  struct rules *rules) {
    bool big_endian = c->jit->setting->big_endian;
    size_t bytes = PACKET_AT + packet->count;
    uint8_t *memory = arena_alloc(&s->arena, bytes);
    *rules = (struct rules){.context = INTERP_MEM_BASE, .packet = INTERP_MEM_BASE + PACKET_AT};
    rules->steps = ARENA_NEW_N(&s->arena, struct rule_step, STEPS_MAX);
    store32(memory, (uint32_t)rules->packet, big_endian);
    store32(memory + 4, (uint32_t)(rules->packet + packet->count), big_endian);
    store32(memory + 8, (uint32_t)rules->packet, big_endian);
    memcpy(memory + PACKET_AT, packet->data, packet->count);
    struct observer observer = {.c = c, .rules = rules};
    observer.written[0] = 1u << 1 | 1u << REG_FP;
    struct interp_job job = {
        .code = c->jit->insns.data,
        .code_bytes = c->jit->insns.count,
        .mem = memory,
        .mem_bytes = bytes,
        .big_endian = big_endian,
        .budget = STEPS_MAX,
        .observe = observe,
        .observer = &observer,
    };
    rules->complete = interp_run(&job).status == INTERP_OK;
}
