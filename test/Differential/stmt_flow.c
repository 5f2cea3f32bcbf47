/* SPDX-License-Identifier: Apache-2.0 */
/* Branches, loops of few rounds, and calls of subprograms with a higher number: every program
 * ends. */
#include "gen.h"

#include <string.h>

enum {
    JMP = 0x05,
    JMP32 = 0x06,
    SOURCE_X = 0x08,
    JA = 0x05,
    JA32 = 0x06,
    CALL = 0x85,
    CALLX = 0x8d,
    LDDW = 0x18,
    LDDW_FUNCTION = 4,
    MAY_GOTO = 0xe5
};

static const uint8_t condition_codes[] = {0x10, 0x20, 0x30, 0x40, 0x50, 0x60,
                                          0x70, 0xa0, 0xb0, 0xc0, 0xd0};

static void emit_exit(struct gen *g) {
    gen_emit(g, (struct gen_insn){0x95, 0, 0, 0, 0});
}

/* Two pointers into the same area, or 0. */
static size_t pointer_condition(struct gen *g) {
    static const uint8_t codes[] = {0x10, 0x20, 0x30, 0x50, 0xa0, 0xb0};
    unsigned a = gen_below(g, GEN_REGS), b = gen_below(g, GEN_REGS);
    if (gen_is_scalar(g, a) || g->state.regs[a].kind != g->state.regs[b].kind) {
        return 0;
    }
    uint8_t opcode = codes[gen_below(g, sizeof(codes))] | JMP | SOURCE_X;
    return gen_emit(g, (struct gen_insn){opcode, (uint8_t)a, (uint8_t)b, 0, 0});
}

size_t gen_condition(struct gen *g) {
    size_t at = gen_chance(g, 25) ? pointer_condition(g) : 0;
    if (at) {
        return at;
    }
    uint8_t code = condition_codes[gen_below(g, sizeof(condition_codes))];
    uint8_t class = gen_chance(g, 60) ? JMP : JMP32;
    uint8_t dst = (uint8_t)gen_scalar(g);
    if (gen_chance(g, 50)) {
        uint8_t src = (uint8_t)gen_scalar(g);
        return gen_emit(g, (struct gen_insn){code | class | SOURCE_X, dst, src, 0, 0});
    }
    return gen_emit(g, (struct gen_insn){code | class, dst, 0, 0, gen_imm(g)});
}

/* A may_goto is one that a program of this size never takes. */
static size_t any_condition(struct gen *g) {
    return gen_chance(g, 8) ? gen_emit(g, (struct gen_insn){MAY_GOTO, 0, 0, 0, 0})
                            : gen_condition(g);
}

void gen_branch(struct gen *g, unsigned budget) {
    size_t jump = any_condition(g);
    struct gen_state before = g->state;
    gen_block(g, budget);
    if (gen_chance(g, 50)) {
        gen_land(g, jump);
        gen_merge(g, &before);
        return;
    }
    uint8_t opcode = gen_chance(g, 50) ? JA : JA32;
    size_t over = gen_emit(g, (struct gen_insn){opcode, 0, 0, 0, 0});
    struct gen_state then = g->state;
    gen_land(g, jump);
    g->state = before;
    gen_block(g, budget);
    gen_land(g, over);
    gen_merge(g, &then);
}

void gen_early_exit(struct gen *g) {
    unsigned scalar = gen_scalar(g);
    size_t jump = gen_condition(g);
    gen_move(g, 0, scalar);
    emit_exit(g);
    gen_land(g, jump);
}

/* Steps the counter and jumps back while rounds are left. */
static void close_loop(struct gen *g, size_t head, unsigned counter, unsigned rounds, bool up) {
    uint8_t wide = gen_chance(g, 50);
    uint8_t dst = (uint8_t)counter, add = wide ? 0x07 : 0x04, class = wide ? JMP : JMP32;
    static const uint8_t up_codes[] = {0xa0, 0xc0, 0x50};   /* lt, slt, ne */
    static const uint8_t down_codes[] = {0x50, 0x60, 0x20}; /* ne, sgt, gt */
    uint8_t code = (up ? up_codes : down_codes)[gen_below(g, 3)];
    gen_emit(g, (struct gen_insn){add, dst, 0, 0, up ? 1 : -1});
    int back = (int)head - (int)g->count - 1;
    gen_emit(g, (struct gen_insn){code | class, dst, 0, (int16_t)back, up ? (int32_t)rounds : 0});
}

/* In a loop pointers stay where they are: what is known at its head holds in every round. */
static unsigned pin_pointers(struct gen *g) {
    unsigned unpinned = 0;
    for (unsigned reg = 0; reg < GEN_FP; reg++) {
        g->reg_pinned[reg] |= !gen_is_scalar(g, reg);
        unpinned += !g->reg_pinned[reg];
    }
    for (unsigned slot = 0; slot < GEN_SLOTS; slot++) {
        enum gen_kind kind = g->state.slots[slot].kind;
        g->slot_pinned[slot] |= kind == KIND_MEM || kind == KIND_STACK;
    }
    return unpinned;
}

void gen_loop(struct gen *g, unsigned budget) {
    bool regs[GEN_REGS], slots[GEN_SLOTS];
    if (g->loop_depth >= 2 || g->function >= 2) {
        return;
    }
    memcpy(regs, g->reg_pinned, sizeof(regs));
    memcpy(slots, g->slot_pinned, sizeof(slots));
    if (pin_pointers(g) >= 5) {
        unsigned counter = gen_target(g), rounds = 1 + gen_below(g, 5);
        bool up = gen_chance(g, 50);
        gen_set(g, counter, up ? 0 : rounds);
        gen_now_scalar(g, counter);
        g->reg_pinned[counter] = true;
        struct gen_state head_state = g->state;
        size_t head = g->count;
        g->loop_depth++;
        gen_block(g, budget);
        gen_back_to(g, &head_state);
        close_loop(g, head, counter, rounds, up);
        g->loop_depth--;
    }
    memcpy(g->reg_pinned, regs, sizeof(regs));
    memcpy(g->slot_pinned, slots, sizeof(slots));
}

/* A pointer walks over memory in words, ended by comparing it with the end. */
void gen_walk(struct gen *g) {
    unsigned from = gen_below(g, GEN_FP), p = gen_target(g), end = gen_target(g);
    unsigned word = gen_target(g), sum = gen_target(g);
    struct gen_value value = g->state.regs[from];
    int words = (g->mem_bytes - value.high) / 8;
    bool distinct = p != end && p != word && p != sum && end != word && end != sum && word != sum &&
                    p != from && end != from;
    if (value.kind != KIND_MEM || words < 1 || !distinct || !gen_is_scalar(g, sum)) {
        return;
    }
    gen_move(g, p, from);
    gen_move(g, end, p);
    gen_add_imm(g, end, 8 * words);
    size_t head = gen_emit(g, (struct gen_insn){0x79, (uint8_t)word, (uint8_t)p, 0, 0});
    gen_emit(g,
             (struct gen_insn){gen_chance(g, 50) ? 0x0f : 0xac, (uint8_t)sum, (uint8_t)word, 0, 0});
    gen_add_imm(g, p, 8);
    int back = (int)head - (int)g->count - 1;
    uint8_t opcode = gen_chance(g, 50) ? 0xad : 0x5d;
    gen_emit(g, (struct gen_insn){opcode, (uint8_t)p, (uint8_t)end, (int16_t)back, 0});
    struct gen_value moved = {KIND_MEM, value.low + 8 * words, value.high + 8 * words};
    g->state.regs[p] = g->state.regs[end] = moved;
    gen_now_scalar(g, word);
    gen_now_scalar(g, sum);
}

/* r1 for a subprogram that takes a pointer: GEN_SHARED bytes of memory, or of this frame. */
static bool pointer_argument(struct gen *g) {
    for (unsigned reg = gen_below(g, GEN_FP), i = 0; i < GEN_FP; i++, reg = (reg + 1) % GEN_FP) {
        const struct gen_value *value = &g->state.regs[reg];
        if (value->kind == KIND_MEM && value->high + GEN_SHARED <= g->mem_bytes &&
            gen_chance(g, 60)) {
            gen_move(g, 1, reg);
            return true;
        }
    }
    for (unsigned slot = 0; slot < GEN_SHARED / 8; slot++) {
        if (g->state.slots[slot].kind != KIND_SCALAR) {
            return false;
        }
    }
    gen_move(g, 1, GEN_FP);
    gen_add_imm(g, 1, -GEN_SHARED);
    return true;
}

static void scalar_argument(struct gen *g, unsigned reg) {
    if (gen_is_scalar(g, reg) && gen_chance(g, 50)) {
        return;
    }
    if (gen_chance(g, 50)) {
        gen_move(g, reg, gen_scalar(g));
    } else {
        gen_set(g, reg, gen_constant(g));
    }
    gen_now_scalar(g, reg);
}

/* The address in r0, which no callee reads; what is patched is the LDDW. */
static size_t call_through_register(struct gen *g) {
    size_t at = gen_emit(g, (struct gen_insn){LDDW, 0, LDDW_FUNCTION, 0, 0});
    gen_emit(g, (struct gen_insn){0});
    gen_emit(g, (struct gen_insn){CALLX, 0, 0, 0, 0});
    return at;
}

void gen_call(struct gen *g) {
    bool free_registers = true;
    for (unsigned reg = 0; reg <= 5; reg++) {
        free_registers &= !g->reg_pinned[reg];
    }
    unsigned later = g->function_count - g->function - 1;
    if (!free_registers || later == 0 || g->call_count == GEN_CALLS || g->loop_depth > 1) {
        return;
    }
    unsigned function = g->function + 1 + gen_below(g, later);
    for (unsigned reg = 5; reg >= 1; reg--) {
        if (reg > 1 || !g->takes_pointer[function]) {
            scalar_argument(g, reg);
        }
    }
    if (g->takes_pointer[function] && !pointer_argument(g)) {
        return;
    }
    size_t at = gen_chance(g, 30) ? call_through_register(g)
                                  : gen_emit(g, (struct gen_insn){CALL, 0, 1, 0, 0});
    g->calls[g->call_count++] = (struct gen_call){at, function};
    for (unsigned reg = 0; reg <= 5; reg++) {
        gen_now_scalar(g, reg);
    }
}
