/* SPDX-License-Identifier: Apache-2.0 */
/* Statements that the rules of lib/facts speak of: counters that are compared for equality, in
 * steps, beside other things that move; copies that are compared; spills of all widths. */
#include "gen.h"

enum {
    MOV32 = 0xbc,
    ADD32_K = 0x04,
    ADD64_K = 0x07,
    JNE = 0x50,
    JEQ = 0x10,
    JLT = 0xa0,
    JGT = 0x20
};
enum { JMP = 0x05, JMP32 = 0x06, JA = 0x05 };

static void emit(struct gen *g, uint8_t opcode, unsigned dst, unsigned src, int off, int32_t imm) {
    gen_emit(g, (struct gen_insn){opcode, (uint8_t)dst, (uint8_t)src, (int16_t)off, imm});
}

/* Different registers that may be overwritten; false when there are none. */
static bool targets(struct gen *g, unsigned *regs, unsigned count) {
    for (unsigned i = 0; i < count; i++) {
        regs[i] = gen_target(g);
        for (unsigned j = 0; j < i; j++) {
            if (regs[i] == regs[j]) {
                return false;
            }
        }
    }
    for (unsigned i = 0; i < count; i++) {
        gen_set(g, regs[i], gen_below(g, 64));
        gen_now_scalar(g, regs[i]);
    }
    return true;
}

/* A copy, or the sum of a copy and a constant, is compared; all of them are used behind it. */
void gen_check_copy(struct gen *g) {
    static const uint8_t codes[] = {JEQ, JNE, JLT, JGT, 0x30, 0xb0, 0x60, 0x70, 0xc0, 0xd0};
    unsigned regs[3];
    unsigned source = gen_scalar(g);
    if (!targets(g, regs, 3)) {
        return;
    }
    uint8_t move = gen_chance(g, 70) ? 0xbf : MOV32;
    emit(g, move, regs[0], source, 0, 0);
    emit(g, gen_chance(g, 70) ? 0xbf : MOV32, regs[1], regs[0], 0, 0);
    emit(g, gen_chance(g, 60) ? ADD64_K : ADD32_K, regs[1], 0, 0, gen_imm(g));
    gen_set(g, regs[2], gen_constant(g));
    unsigned compared = gen_chance(g, 50) ? regs[0] : regs[1];
    uint8_t class = gen_chance(g, 60) ? JMP : JMP32;
    size_t jump = gen_emit(
        g, (struct gen_insn){codes[gen_below(g, 10)] | class, (uint8_t)compared, 0, 0, gen_imm(g)});
    emit(g, 0xaf, regs[2], source, 0, 0);
    emit(g, 0x0f, regs[2], regs[0], 0, 0);
    emit(g, 0x0f, regs[2], regs[1], 0, 0);
    gen_land(g, jump);
}

/* The exit test of a counter that goes from `start` in steps of `step`; at times one that is met
 * only by its lower half, or that < or > decides. */
static void close_counter(struct gen *g, size_t head, unsigned counter, int32_t step, int32_t end) {
    bool narrow = gen_chance(g, 40);
    emit(g, gen_chance(g, 70) ? ADD64_K : ADD32_K, counter, 0, 0, step);
    int back = (int)head - (int)g->count - 1;
    uint8_t code = gen_chance(g, 60) ? JNE : step > 0 ? JLT : JGT;
    emit(g, code | (narrow ? JMP32 : JMP), counter, 0, back, end);
}

/* A counter that ends its loop, and two numbers that move by constants in each round, one of them
 * on one way only; all are read in the loop, and behind it. */
void gen_count(struct gen *g) {
    unsigned regs[4];
    if (!targets(g, regs, 4)) {
        return;
    }
    int32_t step = 1 << gen_below(g, 5), rounds = 1 + (int32_t)gen_below(g, 6);
    int32_t start = (int32_t)gen_below(g, 16) * step;
    if (gen_chance(g, 40)) {
        start += (rounds + 1) * step;
        step = -step;
    }
    gen_set(g, regs[0], (uint64_t)start);
    if (gen_chance(g, 20)) {
        gen_set(g, regs[1], gen_constant(g));
    }
    size_t head = g->count;
    emit(g, 0x0f, regs[3], regs[0], 0, 0);
    emit(g, 0xaf, regs[3], regs[1], 0, 0);
    emit(g, ADD64_K, regs[1], 0, 0, (int32_t)gen_below(g, 17) - 8);
    size_t jump = gen_condition(g);
    emit(g, gen_chance(g, 80) ? ADD64_K : ADD32_K, regs[2], 0, 0, (int32_t)gen_below(g, 17) - 8);
    gen_land(g, jump);
    emit(g, 0x0f, regs[3], regs[2], 0, 0);
    close_counter(g, head, regs[0], step, start + rounds * step);
}

/* Counters of two loops, one in the other, that both are read inside. */
void gen_count_nested(struct gen *g) {
    unsigned regs[3];
    if (!targets(g, regs, 3)) {
        return;
    }
    int32_t outer_step = 1 << gen_below(g, 3),
            outer_end = outer_step * (1 + (int32_t)gen_below(g, 4));
    int32_t inner_step = 1 << gen_below(g, 3),
            inner_end = inner_step * (1 + (int32_t)gen_below(g, 4));
    gen_set(g, regs[0], 0);
    size_t outer = g->count;
    gen_set(g, regs[1], 0);
    size_t inner = g->count;
    emit(g, 0x0f, regs[2], regs[0], 0, 0);
    emit(g, 0xaf, regs[2], regs[1], 0, 0);
    close_counter(g, inner, regs[1], inner_step, inner_end);
    close_counter(g, outer, regs[0], outer_step, outer_end);
}

/* A 32-bit counter that wraps on its way, tested in front of the jump back or by it, and a number
 * that moves by a constant in each round. */
void gen_count_around(struct gen *g) {
    unsigned regs[3];
    if (!targets(g, regs, 3)) {
        return;
    }
    int32_t step = 1 + (int32_t)gen_below(g, 3), rounds = 1 + (int32_t)gen_below(g, 6);
    int32_t start = (int32_t)gen_below(g, 4);
    bool down = gen_chance(g, 70), leaves = gen_chance(g, 60);
    step = down ? -step : step;
    start = down ? start : -1 - start;
    gen_set(g, regs[0], (uint32_t)start);
    size_t head = g->count, out = 0;
    emit(g, 0x0f, regs[2], regs[1], 0, 0);
    emit(g, ADD64_K, regs[1], 0, 0, (int32_t)gen_below(g, 17) - 8);
    size_t jump = gen_condition(g);
    emit(g, 0xaf, regs[2], regs[0], 0, 0);
    gen_land(g, jump);
    emit(g, ADD32_K, regs[0], 0, 0, step);
    int32_t end = start + rounds * step;
    if (leaves) {
        out = gen_emit(g, (struct gen_insn){JEQ | JMP32, (uint8_t)regs[0], 0, 0, end});
    }
    int back = (int)head - (int)g->count - 1;
    emit(g, leaves ? JA : JNE | JMP32, leaves ? 0 : regs[0], 0, back, leaves ? 0 : end);
    if (leaves) {
        gen_land(g, out);
    }
}

static void compute(struct gen *g, unsigned dst, const unsigned *from, uint8_t move, uint8_t code) {
    emit(g, move, dst, from[0], 0, 0);
    emit(g, code, dst, code & 0x08 ? from[1] : 0, 0, code & 0x08 ? 0 : 5);
}

/* Something is computed, compared, and computed again from what its operands are by then. */
void gen_repeat(struct gen *g) {
    static const uint8_t codes[] = {0x0f, 0x0c, 0x1f, 0x1c, 0x2f, 0x5c,
                                    0x6f, 0x7c, 0x67, 0x74, 0xbf};
    unsigned regs[3];
    if (!targets(g, regs, 3)) {
        return;
    }
    unsigned from[] = {gen_scalar(g), gen_scalar(g)};
    uint8_t move = gen_chance(g, 50) ? 0xbf : MOV32, code = codes[gen_below(g, sizeof(codes))];
    compute(g, regs[0], from, move, code);
    bool compares = gen_chance(g, 80);
    size_t jump = compares ? gen_condition(g) : 0;
    if (compares && gen_chance(g, 60)) {
        static const uint8_t tests[] = {JEQ, JNE, JLT, JGT, 0x30, 0xb0, 0x60, 0x70, 0xc0, 0xd0};
        uint8_t opcode = tests[gen_below(g, sizeof(tests))] | (gen_chance(g, 50) ? JMP : JMP32);
        g->insns[jump] = (struct gen_insn){opcode, (uint8_t)regs[0], 0, 0, gen_imm(g)};
    }
    if (gen_chance(g, 20)) {
        emit(g, ADD64_K, regs[gen_below(g, 3)], 0, 0, gen_imm(g));
    }
    if (gen_chance(g, 30)) {
        unsigned first = from[0];
        from[0] = from[1];
        from[1] = first;
    }
    compute(g, regs[1], from, move, code);
    emit(g, 0xaf, regs[2], regs[1], 0, 0);
    if (compares) {
        gen_land(g, jump);
    }
}

/* A number is spilled in one width and comes back, in part, in another. */
void gen_spill_part(struct gen *g) {
    static const uint8_t sizes[] = {0x10, 0x08, 0x00, 0x18};
    unsigned slot = gen_below(g, GEN_HOT_SLOTS), dst = gen_target(g), source = gen_scalar(g);
    struct gen_value *value = &g->state.slots[slot];
    if (g->slot_pinned[slot] || value->kind != KIND_SCALAR) {
        return;
    }
    int base = -8 * ((int)slot + 1);
    unsigned stored = 1u << gen_below(g, 4), loaded = 1u << gen_below(g, 4);
    int to = base + (int)(stored * gen_below(g, 8 / stored));
    int from = base + (int)(loaded * gen_below(g, 8 / loaded));
    uint8_t store = 0x63 ^ sizes[__builtin_ctz(stored)], load = 0x61 ^ sizes[__builtin_ctz(loaded)];
    if (gen_chance(g, 30)) {
        emit(g, 0x62 ^ 0x18, GEN_FP, 0, base, gen_imm(g));
    }
    emit(g, store, GEN_FP, source, to, 0);
    emit(g, loaded < 8 && gen_chance(g, 30) ? load ^ 0x61 ^ 0x81 : load, dst, GEN_FP, from, 0);
    gen_now_scalar(g, dst);
    size_t jump = gen_emit(g, (struct gen_insn){JLT | JMP, (uint8_t)dst, 0, 0, gen_imm(g)});
    emit(g, load, dst, GEN_FP, from, 0);
    gen_land(g, jump);
}
