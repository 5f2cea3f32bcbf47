/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on scalars, and on pointers where the outcome does not depend on addresses. */
#include "gen.h"

enum { CLASS_ALU = 0x04, CLASS_ALU64 = 0x07, SOURCE_X = 0x08 };

/* Mostly in place; a register that is not a scalar yet gets one first. */
static unsigned scalar_target(struct gen *g) {
    unsigned dst = gen_target(g);
    if (!gen_is_scalar(g, dst)) {
        gen_set(g, dst, gen_constant(g));
        gen_now_scalar(g, dst);
    }
    return dst;
}

static uint8_t random_class(struct gen *g) {
    return gen_chance(g, 50) ? CLASS_ALU64 : CLASS_ALU;
}

void gen_alu(struct gen *g) {
    static const uint8_t codes[] = {0x00, 0x10, 0x20, 0x30, 0x40, 0x50,
                                    0x60, 0x70, 0x90, 0xa0, 0xb0, 0xc0};
    uint8_t code = codes[gen_below(g, sizeof(codes))];
    uint8_t class = random_class(g);
    uint8_t dst = (uint8_t)scalar_target(g);
    bool shift = code == 0x60 || code == 0x70 || code == 0xc0;
    int16_t off = (code == 0x30 || code == 0x90) && gen_chance(g, 50);
    if (gen_chance(g, 60)) {
        uint8_t src = (uint8_t)(gen_chance(g, 10) ? dst : gen_scalar(g));
        gen_emit(g, (struct gen_insn){class | code | SOURCE_X, dst, src, off, 0});
        return;
    }
    /* Verifiers refuse these: a shift by the width or more, a division by an imm of zero. */
    int32_t imm = gen_imm(g);
    if (shift) {
        imm = (int32_t)gen_below(g, class == CLASS_ALU64 ? 64 : 32);
    } else if ((code == 0x30 || code == 0x90) && imm == 0) {
        imm = -1;
    }
    gen_emit(g, (struct gen_insn){class | code, dst, 0, off, imm});
}

void gen_unary(struct gen *g) {
    static const int32_t widths[] = {16, 32, 64};
    static const int16_t extensions[] = {8, 16, 32};
    uint8_t class = random_class(g);
    uint8_t dst = (uint8_t)scalar_target(g);
    uint8_t end = gen_chance(g, 50) ? 0xdc : 0xd4;
    switch (gen_below(g, 4)) {
    case 0:
        gen_emit(g, (struct gen_insn){class | 0x80, dst, 0, 0, 0});
        break;
    case 1:
        gen_emit(g, (struct gen_insn){end, dst, 0, 0, widths[gen_below(g, 3)]});
        break;
    case 2:
        gen_emit(g, (struct gen_insn){0xd7, dst, 0, 0, widths[gen_below(g, 3)]});
        break;
    default: {
        int16_t from = extensions[gen_below(g, class == CLASS_ALU64 ? 3 : 2)];
        gen_emit(g, (struct gen_insn){class | 0xb8, dst, (uint8_t)gen_scalar(g), from, 0});
    }
    }
}

void gen_wide(struct gen *g) {
    unsigned dst = gen_target(g);
    gen_set(g, dst, gen_constant(g));
    gen_now_scalar(g, dst);
}

/* q = p + s; q - p is s again, and with s below 2^32 q is never below p. */
static void far_pointer(struct gen *g, unsigned pointer) {
    unsigned dst = gen_target(g), scalar = gen_scalar(g);
    if (dst == pointer || dst == scalar) {
        return;
    }
    gen_move(g, dst, pointer);
    gen_emit(g, (struct gen_insn){0x0f, (uint8_t)dst, (uint8_t)scalar, 0, 0});
    gen_emit(g, (struct gen_insn){0x1f, (uint8_t)dst, (uint8_t)pointer, 0, 0});
    gen_now_scalar(g, dst);
}

static void compare_far_pointer(struct gen *g, unsigned pointer) {
    static const uint8_t opcodes[] = {0x3d, 0x2d, 0xad, 0xbd, 0x1d, 0x5d};
    unsigned dst = gen_target(g), other = gen_target(g), scalar = gen_scalar(g);
    if (dst == pointer || dst == scalar || other == dst || other == pointer || other == scalar) {
        return;
    }
    gen_emit(g, (struct gen_insn){0xbc, (uint8_t)dst, (uint8_t)scalar, 0, 0});
    gen_emit(g, (struct gen_insn){0x0f, (uint8_t)dst, (uint8_t)pointer, 0, 0});
    gen_set(g, other, gen_constant(g));
    size_t jump = gen_emit(
        g, (struct gen_insn){opcodes[gen_below(g, 6)], (uint8_t)dst, (uint8_t)pointer, 0, 0});
    gen_set(g, other, gen_constant(g));
    gen_land(g, jump);
    gen_now_scalar(g, other);
    gen_set(g, dst, gen_constant(g));
    gen_now_scalar(g, dst);
}

/* A new pointer, at another place. */
static void step_pointer(struct gen *g, unsigned pointer) {
    struct gen_value value = g->state.regs[pointer];
    int limit = value.kind == KIND_MEM ? g->mem_bytes : 0;
    int from = value.kind == KIND_MEM ? -value.low : -64 - value.low;
    int room = limit - value.high - from;
    unsigned dst = gen_target(g);
    if (room < 0) {
        return;
    }
    int step = from + 8 * (int)gen_below(g, (unsigned)room / 8 + 1);
    if (dst != pointer) {
        gen_move(g, dst, pointer);
    }
    gen_add_imm(g, dst, step);
    g->state.regs[dst] = (struct gen_value){value.kind, value.low + step, value.high + step};
}

void gen_pointer_math(struct gen *g) {
    unsigned pointers[GEN_REGS], count = 0;
    for (unsigned reg = 0; reg < GEN_REGS; reg++) {
        if (!gen_is_scalar(g, reg)) {
            pointers[count++] = reg;
        }
    }
    unsigned a = pointers[gen_below(g, count)], b = pointers[gen_below(g, count)];
    unsigned dst = gen_target(g);
    switch (gen_below(g, 4)) {
    case 0:
        far_pointer(g, a);
        break;
    case 1:
        compare_far_pointer(g, a);
        break;
    case 2:
        step_pointer(g, a);
        break;
    default:
        if (g->state.regs[a].kind == g->state.regs[b].kind && dst != b) {
            gen_move(g, dst, a);
            gen_emit(g, (struct gen_insn){0x1f, (uint8_t)dst, (uint8_t)b, 0, 0});
            gen_now_scalar(g, dst);
        }
    }
}
