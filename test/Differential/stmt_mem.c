/* SPDX-License-Identifier: Apache-2.0 */
/* Loads, stores and atomics on the stack and in memory, always naturally aligned. */
#include "gen.h"

enum { LDX = 0x61, LDSX = 0x81, ST = 0x62, STX = 0x63, ATOMIC = 0xc3 };

/* Somewhere that may be accessed: `base` register plus off. */
struct place {
    unsigned base;
    int off;
    int slot; /* stack slot, or -1 */
};

/* The size bits of an opcode, to be xored into a word's (0x00) code. */
static uint8_t size_bits(unsigned bytes) {
    return bytes == 1 ? 0x10 : bytes == 2 ? 0x08 : bytes == 4 ? 0x00 : 0x18;
}

static unsigned random_size(struct gen *g) {
    return 1u << gen_below(g, 4);
}

static unsigned random_slot(struct gen *g) {
    return gen_below(g, gen_chance(g, 85) ? GEN_HOT_SLOTS : GEN_SLOTS);
}

/* Through r10, or another pointer to the stack if there is one. */
static struct place stack_place(struct gen *g, unsigned slot, int within) {
    unsigned base = gen_below(g, GEN_REGS);
    if (g->state.regs[base].kind != KIND_STACK) {
        base = GEN_FP;
    }
    int address = -8 * ((int)slot + 1) + within;
    return (struct place){base, address - g->state.regs[base].low, (int)slot};
}

/* False when no pointer to memory has room for `bytes`. */
static bool mem_place(struct gen *g, unsigned bytes, struct place *place) {
    unsigned base = gen_below(g, GEN_FP);
    for (unsigned tries = 0; tries < GEN_FP; tries++, base = (base + 1) % GEN_FP) {
        const struct gen_value *value = &g->state.regs[base];
        int room = g->mem_bytes - (int)bytes - value->high + value->low;
        if (value->kind == KIND_MEM && room >= 0) {
            int off = (int)bytes * (int)gen_below(g, (unsigned)room / bytes + 1);
            *place = (struct place){base, off - value->low, -1};
            return true;
        }
    }
    return false;
}

static void load(struct gen *g, const struct place *place, unsigned bytes) {
    unsigned dst = gen_target(g);
    uint8_t code = bytes < 8 && gen_chance(g, 30) ? LDSX : LDX;
    gen_emit(g, (struct gen_insn){code | size_bits(bytes), (uint8_t)dst, (uint8_t)place->base,
                                  (int16_t)place->off, 0});
    gen_now_scalar(g, dst);
}

static void store(struct gen *g, const struct place *place, unsigned bytes) {
    uint8_t base = (uint8_t)place->base;
    if (gen_chance(g, 30)) {
        gen_emit(
            g, (struct gen_insn){ST | size_bits(bytes), base, 0, (int16_t)place->off, gen_imm(g)});
        return;
    }
    for (unsigned reg = gen_below(g, GEN_FP), i = 0; i < GEN_FP; i++, reg = (reg + 1) % GEN_FP) {
        if (gen_is_scalar(g, reg)) {
            gen_emit(g, (struct gen_insn){STX | size_bits(bytes), base, (uint8_t)reg,
                                          (int16_t)place->off, 0});
            return;
        }
    }
    gen_emit(g, (struct gen_insn){ST | size_bits(bytes), base, 0, (int16_t)place->off, -1});
}

void gen_stack_access(struct gen *g) {
    unsigned slot = random_slot(g), bytes = random_size(g);
    struct place place = stack_place(g, slot, (int)(bytes * gen_below(g, 8 / bytes)));
    struct gen_value *value = &g->state.slots[slot];
    if (value->kind == KIND_SCALAR && gen_chance(g, 50)) {
        load(g, &place, bytes);
    } else if (!g->slot_pinned[slot]) {
        store(g, &place, bytes);
        if (bytes == 8) {
            value->kind = KIND_SCALAR;
        } else if (value->kind != KIND_SCALAR) {
            value->kind = KIND_MIXED;
        }
    }
}

void gen_mem_access(struct gen *g) {
    unsigned bytes = random_size(g);
    struct place place;
    if (!mem_place(g, bytes, &place)) {
        return;
    }
    if (gen_chance(g, 60)) {
        load(g, &place, bytes);
    } else {
        store(g, &place, bytes);
    }
}

static bool hot_slots_are_scalars(const struct gen *g) {
    for (unsigned slot = 0; slot < GEN_HOT_SLOTS; slot++) {
        if (g->state.slots[slot].kind != KIND_SCALAR) {
            return false;
        }
    }
    return true;
}

/* 64 bytes at base + off, indexed by a masked scalar. */
void gen_variable_access(struct gen *g) {
    unsigned bytes = random_size(g), index = gen_scalar(g);
    unsigned pointer = gen_target(g);
    struct place place = {GEN_FP, -64, -1};
    if (gen_chance(g, 60) ? !mem_place(g, 64, &place) : !hot_slots_are_scalars(g)) {
        return;
    }
    if (pointer == place.base || !gen_is_scalar(g, pointer)) {
        return;
    }
    int32_t mask = 63 & ~((int32_t)bytes - 1);
    gen_move(g, pointer, index);
    gen_emit(g, (struct gen_insn){0x57, (uint8_t)pointer, 0, 0, mask});
    gen_emit(g, (struct gen_insn){0x0f, (uint8_t)pointer, (uint8_t)place.base, 0, 0});
    g->state.regs[pointer] = (struct gen_value){KIND_MIXED, 0, 0};
    place.base = pointer;
    if (gen_chance(g, 50)) {
        load(g, &place, bytes);
    } else {
        store(g, &place, bytes);
    }
    if (!gen_is_scalar(g, pointer)) {
        gen_set(g, pointer, gen_constant(g));
        gen_now_scalar(g, pointer);
    }
}

void gen_spill(struct gen *g) {
    unsigned slot = gen_below(g, GEN_HOT_SLOTS);
    struct gen_value *value = &g->state.slots[slot];
    struct place place = stack_place(g, slot, 0);
    if (value->kind == KIND_MEM || value->kind == KIND_STACK) {
        unsigned dst = gen_target(g);
        gen_emit(g, (struct gen_insn){LDX | 0x18, (uint8_t)dst, (uint8_t)place.base,
                                      (int16_t)place.off, 0});
        g->state.regs[dst] = *value;
        return;
    }
    unsigned reg = gen_below(g, GEN_FP);
    if (!g->slot_pinned[slot] && !gen_is_scalar(g, reg)) {
        gen_emit(g, (struct gen_insn){STX | 0x18, (uint8_t)place.base, (uint8_t)reg,
                                      (int16_t)place.off, 0});
        *value = g->state.regs[reg];
    }
}

/* Load-acquire and store-release, of every size. */
static void ordered_access(struct gen *g, const struct place *place, unsigned bytes) {
    uint8_t code = ATOMIC ^ size_bits(bytes);
    unsigned scalar = gen_scalar(g), dst = gen_target(g);
    if (gen_chance(g, 50)) {
        gen_emit(g, (struct gen_insn){code, (uint8_t)dst, (uint8_t)place->base, (int16_t)place->off,
                                      0x100});
        gen_now_scalar(g, dst);
    } else {
        gen_emit(g, (struct gen_insn){code, (uint8_t)place->base, (uint8_t)scalar,
                                      (int16_t)place->off, 0x110});
    }
}

void gen_atomic(struct gen *g) {
    static const int32_t operations[] = {0x00, 0x01, 0x40, 0x41, 0x50,
                                         0x51, 0xa0, 0xa1, 0xe1, 0xf1};
    int32_t operation = operations[gen_below(g, 10)];
    bool ordered = gen_chance(g, 20);
    unsigned bytes = ordered ? random_size(g) : gen_chance(g, 50) ? 4 : 8;
    unsigned slot = gen_below(g, GEN_HOT_SLOTS);
    unsigned scalar = gen_scalar(g);
    struct place place = stack_place(g, slot, (int)(bytes * gen_below(g, 8 / bytes)));
    if (gen_chance(g, 50) ? !mem_place(g, bytes, &place)
                          : g->state.slots[slot].kind != KIND_SCALAR) {
        return;
    }
    if (ordered) {
        ordered_access(g, &place, bytes);
        return;
    }
    bool writes_r0 = operation == 0xf1;
    bool writes_src = !writes_r0 && (operation & 1);
    if ((writes_r0 && (g->reg_pinned[0] || !gen_is_scalar(g, 0))) ||
        (writes_src && g->reg_pinned[scalar])) {
        return;
    }
    gen_emit(g, (struct gen_insn){ATOMIC ^ size_bits(bytes), (uint8_t)place.base, (uint8_t)scalar,
                                  (int16_t)place.off, operation});
}
