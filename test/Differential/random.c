/* SPDX-License-Identifier: Apache-2.0 */
/* Random numbers, the same on every host for one seed, and constants worth trying. */
#include "gen.h"

/* Splitmix64 (Steele, Lea, Flood 2014). */
uint64_t gen_random(struct gen *g) {
    uint64_t z = g->random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

unsigned gen_below(struct gen *g, unsigned limit) {
    return (unsigned)((gen_random(g) >> 32) * limit >> 32);
}

bool gen_chance(struct gen *g, unsigned percent) {
    return gen_below(g, 100) < percent;
}

uint64_t gen_constant(struct gen *g) {
    uint64_t power = UINT64_C(1) << gen_below(g, 64);
    switch (gen_below(g, 8)) {
    case 0:
        return gen_below(g, 2) ? 0 : 1;
    case 1:
        return ~UINT64_C(0) - gen_below(g, 3);
    case 2:
        return power + gen_below(g, 3) - 1;
    case 3:
        return 0 - (power + gen_below(g, 3) - 1);
    case 4:
        return (UINT64_C(1) << (gen_below(g, 2) ? 63 : 31)) - gen_below(g, 2);
    case 5:
        return gen_below(g, 256);
    case 6:
        return gen_random(g) >> gen_below(g, 64);
    default:
        return gen_random(g);
    }
}

int32_t gen_imm(struct gen *g) {
    uint64_t value = gen_constant(g);
    return (int32_t)(uint32_t)(gen_chance(g, 30) ? value >> 32 : value);
}
