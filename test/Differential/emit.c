/* SPDX-License-Identifier: Apache-2.0 */
/* The instruction buffer, small idioms, and the encoding in both byte orders. */
#include "gen.h"

#include <assert.h>

size_t gen_emit(struct gen *g, struct gen_insn insn) {
    assert(g->count < GEN_INSNS);
    g->insns[g->count] = insn;
    return g->count++;
}

void gen_set(struct gen *g, unsigned reg, uint64_t value) {
    if ((uint64_t)(int64_t)(int32_t)value == value && gen_chance(g, 80)) {
        gen_emit(g, (struct gen_insn){0xb7, (uint8_t)reg, 0, 0, (int32_t)value});
        return;
    }
    gen_emit(g, (struct gen_insn){0x18, (uint8_t)reg, 0, 0, (int32_t)(uint32_t)value});
    gen_emit(g, (struct gen_insn){0, 0, 0, 0, (int32_t)(uint32_t)(value >> 32)});
}

void gen_move(struct gen *g, unsigned dst, unsigned src) {
    gen_emit(g, (struct gen_insn){0xbf, (uint8_t)dst, (uint8_t)src, 0, 0});
}

void gen_add_imm(struct gen *g, unsigned dst, int32_t imm) {
    gen_emit(g, (struct gen_insn){0x07, (uint8_t)dst, 0, 0, imm});
}

/* gotol has its distance in imm, all others in off. */
void gen_land(struct gen *g, size_t at) {
    size_t distance = g->count - at - 1;
    assert(distance <= INT16_MAX);
    if (g->insns[at].opcode == 0x06) {
        g->insns[at].imm = (int32_t)distance;
    } else {
        g->insns[at].off = (int16_t)distance;
    }
}

static void put(uint8_t *at, uint32_t value, unsigned bytes, bool big_endian) {
    for (unsigned i = 0; i < bytes; i++) {
        at[i] = (uint8_t)(value >> 8 * (big_endian ? bytes - 1 - i : i));
    }
}

void gen_encode(const struct gen_insn *insn, bool big_endian, uint8_t out[8]) {
    out[0] = insn->opcode;
    out[1] = (uint8_t)(big_endian ? insn->dst << 4 | insn->src : insn->src << 4 | insn->dst);
    put(out + 2, (uint16_t)insn->off, 2, big_endian);
    put(out + 4, (uint32_t)insn->imm, 4, big_endian);
}
