/* SPDX-License-Identifier: Apache-2.0 */
/* Inside of scalar_*.c: what an insn of some width sees of a number, and says of its result. */
#ifndef BPF_AOT_FACTS_SCALAR_BOUNDS_H
#define BPF_AOT_FACTS_SCALAR_BOUNDS_H

#include "scalar.h"

/* Of the lower `width` bits: the unsigned ones zero-extended, the signed ones sign-extended. */
struct scalar_bounds {
    struct tnum bits;
    uint64_t umin, umax;
    int64_t smin, smax;
};

/* Numbers from low on up to high, modulo a power of two: they may run over its end. */
struct arc {
    uint64_t low, high;
};

static inline uint64_t bits_sign_extended(uint64_t x, unsigned width) {
    return (uint64_t)((int64_t)(x << (64 - width)) >> (64 - width));
}

static inline struct arc bounds_unsigned(const struct scalar_bounds *b) {
    return (struct arc){.low = b->umin, .high = b->umax};
}

static inline struct arc bounds_signed(const struct scalar_bounds *b) {
    return (struct arc){.low = (uint64_t)b->smin, .high = (uint64_t)b->smax};
}

/* All numbers of that many bits. */
struct scalar_bounds bounds_any(unsigned width);

/* Leaves what is in the arc, taken modulo 2^width. (An arc as long as that leaves all.) */
void bounds_limit(struct scalar_bounds *b, unsigned width, struct arc arc);

/* Leaves what the sum of a number of x and one of y can be. */
void bounds_limit_to_sum(struct scalar_bounds *b, unsigned width, struct arc x, struct arc y);

/* Leaves what the product can be, where that does not overflow 64 bits. */
void bounds_limit_to_product(struct scalar_bounds *r, unsigned width, const struct scalar_bounds *a,
                             const struct scalar_bounds *b);
void bounds_limit_to_signed_product(struct scalar_bounds *r, unsigned width,
                                    const struct scalar_bounds *a, const struct scalar_bounds *b);

struct scalar_bounds bounds_of(const struct scalar *s, unsigned width);

/* The number of `width` bits, zero-extended; not yet in step. */
struct scalar bounds_zero_extended(const struct scalar_bounds *b, unsigned width);

/* Result of an ALU operation on the lower `width` bits, 32 or 64, of its operands. */
typedef struct scalar_bounds alu_fn(const struct scalar *dst, const struct scalar *src,
                                    unsigned width);
alu_fn bounds_add, bounds_sub, bounds_mul, bounds_div, bounds_or, bounds_and, bounds_lsh,
    bounds_rsh, bounds_neg, bounds_mod, bounds_xor, bounds_arsh, bounds_sdiv, bounds_smod;

#endif
