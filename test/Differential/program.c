/* SPDX-License-Identifier: Apache-2.0 */
/* Whole programs: prologue, statements, and an epilogue that mixes all scalars into r0. */
#include "gen.h"

#include <string.h>

static void statement(struct gen *g, unsigned budget) {
    static void (*const simple[])(struct gen *) = {
        gen_alu,
        gen_alu,
        gen_alu,
        gen_alu,
        gen_unary,
        gen_unary,
        gen_wide,
        gen_stack_access,
        gen_stack_access,
        gen_stack_access,
        gen_mem_access,
        gen_mem_access,
        gen_variable_access,
        gen_spill,
        gen_pointer_math,
        gen_call,
        gen_check_copy,
        gen_spill_part,
        gen_repeat,
    };
    unsigned choice = gen_below(g, 100);
    if (choice < 12 && budget >= 4) {
        gen_branch(g, budget / 3);
    } else if (choice < 18 && budget >= 4) {
        gen_loop(g, budget / 3);
    } else if (choice < 21) {
        gen_walk(g);
    } else if (choice < 22) {
        gen_early_exit(g);
    } else if (choice < 24) {
        gen_count(g);
    } else if (choice < 25) {
        gen_count_nested(g);
    } else if (choice < 26) {
        gen_count_around(g);
    } else if (choice < 33 && g->atomics) {
        gen_atomic(g);
    } else {
        simple[gen_below(g, sizeof(simple) / sizeof(simple[0]))](g);
    }
}

void gen_block(struct gen *g, unsigned budget) {
    for (unsigned count = 1 + gen_below(g, budget + 1); count > 0; count--) {
        statement(g, budget);
    }
}

static void mix(struct gen *g, unsigned reg) {
    gen_emit(g, (struct gen_insn){0x27, 0, 0, 0, gen_imm(g) | 1});
    gen_emit(g, (struct gen_insn){gen_chance(g, 50) ? 0xaf : 0x0f, 0, (uint8_t)reg, 0, 0});
}

static void mix_word(struct gen *g, unsigned base, int off) {
    gen_emit(g, (struct gen_insn){0x79, 1, (uint8_t)base, (int16_t)off, 0});
    mix(g, 1);
}

static void epilogue(struct gen *g) {
    if (!gen_is_scalar(g, 0)) {
        gen_set(g, 0, 0);
    }
    for (unsigned reg = 1; reg < GEN_FP; reg++) {
        if (gen_is_scalar(g, reg)) {
            mix(g, reg);
        }
    }
    for (unsigned slot = 0; slot < GEN_SLOTS; slot++) {
        if (g->state.slots[slot].kind == KIND_SCALAR &&
            gen_chance(g, slot < GEN_HOT_SLOTS ? 60 : 3)) {
            mix_word(g, GEN_FP, -8 * ((int)slot + 1));
        }
    }
    for (int off = 0; g->base && off < g->mem_bytes; off += 8) {
        if (gen_chance(g, 60)) {
            mix_word(g, g->base, off);
        }
    }
    gen_emit(g, (struct gen_insn){0x95, 0, 0, 0, 0});
}

/* The pointer in r1 also stands in a register that nobody overwrites. */
static void keep_base(struct gen *g, int mem_bytes) {
    g->state.regs[1] = (struct gen_value){KIND_MEM, 0, 0};
    g->base = 6 + gen_below(g, 4);
    g->mem_bytes = mem_bytes;
    g->state.regs[g->base] = g->state.regs[1];
    g->reg_pinned[g->base] = true;
    gen_move(g, g->base, 1);
}

/* Sizes are checked as programs for a verifier do; rarely more is asked for than there is. */
static void program_prologue(struct gen *g) {
    if (g->mem_size == 0) {
        return;
    }
    int needed = gen_chance(g, 3) ? g->mem_size + 1 : g->mem_size;
    size_t jump = gen_emit(g, (struct gen_insn){0x35, 2, 0, 0, needed});
    gen_set(g, 0, gen_constant(g));
    gen_emit(g, (struct gen_insn){0x95, 0, 0, 0, 0});
    gen_land(g, jump);
    keep_base(g, g->mem_size);
}

/* Registers that a verifier calls unreadable here get values first. */
static void subprogram_prologue(struct gen *g) {
    for (unsigned reg = 0; reg < GEN_FP; reg = reg == 0 ? 6 : reg + 1) {
        if (gen_chance(g, 50)) {
            gen_set(g, reg, gen_constant(g));
        } else {
            gen_move(g, reg, 2 + gen_below(g, 4));
        }
    }
    if (g->takes_pointer[g->function]) {
        keep_base(g, GEN_SHARED);
    }
}

static void function(struct gen *g, unsigned number) {
    memset(&g->state, 0, sizeof(g->state));
    memset(g->reg_pinned, 0, sizeof(g->reg_pinned));
    memset(g->slot_pinned, 0, sizeof(g->slot_pinned));
    g->state.regs[GEN_FP].kind = KIND_STACK;
    g->base = 0;
    g->mem_bytes = 0;
    g->loop_depth = 0;
    g->function = number;
    g->starts[number] = g->count;
    if (number == 0) {
        program_prologue(g);
    } else {
        subprogram_prologue(g);
    }
    unsigned statements = number == 0 ? 6 + gen_below(g, 30) : 3 + gen_below(g, 8);
    for (unsigned i = 0; i < statements; i++) {
        statement(g, number == 0 ? 12 : 6);
    }
    epilogue(g);
}

void gen_program(struct gen *g, uint64_t seed, bool atomics) {
    static const int sizes[] = {0, 8, 16, 64, 64, 72, GEN_MAX_MEM};
    memset(g, 0, sizeof(*g));
    g->random = seed;
    g->atomics = atomics;
    g->mem_size = sizes[gen_below(g, sizeof(sizes) / sizeof(sizes[0]))];
    for (int i = 0; i < g->mem_size; i += 8) {
        uint64_t word = gen_constant(g);
        for (int byte = 0; byte < 8; byte++) {
            g->mem[i + byte] = (uint8_t)(word >> 8 * byte);
        }
    }
    g->function_count = gen_chance(g, 50) ? 1 : 1 + gen_below(g, GEN_FUNCTIONS);
    for (unsigned number = 1; number < g->function_count; number++) {
        g->takes_pointer[number] = gen_chance(g, 50);
    }
    for (unsigned number = 0; number < g->function_count; number++) {
        function(g, number);
    }
    for (size_t i = 0; i < g->call_count; i++) {
        size_t at = g->calls[i].at;
        g->insns[at].imm = (int32_t)g->starts[g->calls[i].function] - (int32_t)at - 1;
    }
}
