/* SPDX-License-Identifier: Apache-2.0 */
/* Tristate numbers: bits that are 0, 1 or unknown, and arithmetic on them. Every result holds every
 * result of the numbers that the operands hold. Works on 64 bits; what a shift has a width for, the
 * others have by tnum_cast. */
#ifndef BPF_AOT_FACTS_TNUM_H
#define BPF_AOT_FACTS_TNUM_H

#include <stdbool.h>
#include <stdint.h>

/* A tristate number (kernel: include/linux/tnum.h): bits of `mask` are unknown, the others are
 * those of `value`. value & mask is 0. */
struct tnum {
    uint64_t value, mask;
};

/* All ones below bit `bits` (0 to 64). */
static inline uint64_t bits_below(unsigned bits) {
    return bits < 64 ? (UINT64_C(1) << bits) - 1 : UINT64_MAX;
}

/* All ones up to the highest one of x. */
static inline uint64_t bits_up_to(uint64_t x) {
    return x ? UINT64_MAX >> __builtin_clzll(x) : 0;
}

static inline struct tnum tnum_constant(uint64_t value) {
    return (struct tnum){.value = value, .mask = 0};
}

static inline struct tnum tnum_unknown(void) {
    return (struct tnum){.value = 0, .mask = UINT64_MAX};
}

/* What the numbers from min to max have in common: their upper bits. */
static inline struct tnum tnum_range(uint64_t min, uint64_t max) {
    uint64_t mask = bits_up_to(min ^ max);
    return (struct tnum){.value = min & ~mask, .mask = mask};
}

static inline bool tnum_is_constant(struct tnum t) {
    return t.mask == 0;
}

static inline bool tnum_holds(struct tnum t, uint64_t value) {
    return ((t.value ^ value) & ~t.mask) == 0;
}

/* The least and the greatest number that it holds. */
static inline uint64_t tnum_min(struct tnum t) {
    return t.value;
}

static inline uint64_t tnum_max(struct tnum t) {
    return t.value | t.mask;
}

/* Every number of `part` is one of `whole`. */
static inline bool tnum_includes(struct tnum whole, struct tnum part) {
    return (part.mask & ~whole.mask) == 0 && tnum_holds(whole, part.value);
}

/* How many low bits are known to be 0. */
static inline unsigned tnum_trailing_zeros(struct tnum t) {
    uint64_t maybe = tnum_max(t);
    return maybe ? (unsigned)__builtin_ctzll(maybe) : 64;
}

/* How many low bits are known. */
static inline unsigned tnum_known_low(struct tnum t) {
    return t.mask ? (unsigned)__builtin_ctzll(t.mask) : 64;
}

/* What holds the numbers of both. */
static inline struct tnum tnum_union(struct tnum a, struct tnum b) {
    uint64_t mask = a.mask | b.mask | (a.value ^ b.value);
    return (struct tnum){.value = a.value & ~mask, .mask = mask};
}

/* What holds the numbers common to both; false when there is none (then `*into` is what it was). */
static inline bool tnum_intersect(struct tnum *into, struct tnum with) {
    if ((into->value ^ with.value) & ~into->mask & ~with.mask) {
        return false;
    }
    uint64_t mask = into->mask & with.mask;
    *into = (struct tnum){.value = (into->value | with.value) & ~mask, .mask = mask};
    return true;
}

/* The least number held that is at least `*x`; false when there is none. */
static inline bool tnum_ceil(struct tnum t, uint64_t *x) {
    uint64_t differ = (t.value ^ *x) & ~t.mask;
    if (differ == 0) {
        return true;
    }
    unsigned place = 63 - (unsigned)__builtin_clzll(differ);
    if (!(t.value >> place & 1)) {
        /* x is above at the place: it takes a greater prefix, by the least free bit above. */
        uint64_t free = t.mask & ~*x & ~bits_below(place + 1);
        if (free == 0) {
            return false;
        }
        place = (unsigned)__builtin_ctzll(free);
    }
    *x = (*x & ~bits_below(place + 1)) | (UINT64_C(1) << place) | (t.value & bits_below(place));
    return true;
}

/* The greatest number held that is at most `*x`; false when there is none. */
static inline bool tnum_floor(struct tnum t, uint64_t *x) {
    uint64_t flipped = ~*x;
    bool found = tnum_ceil((struct tnum){.value = ~(t.value | t.mask), .mask = t.mask}, &flipped);
    *x = ~flipped;
    return found;
}

struct tnum tnum_add(struct tnum a, struct tnum b);
struct tnum tnum_sub(struct tnum a, struct tnum b);
struct tnum tnum_neg(struct tnum t);
struct tnum tnum_mul(struct tnum a, struct tnum b);
struct tnum tnum_and(struct tnum a, struct tnum b);
struct tnum tnum_or(struct tnum a, struct tnum b);
struct tnum tnum_xor(struct tnum a, struct tnum b);

/* The lower `bits` (1 to 64) zero-extended, or sign-extended. */
struct tnum tnum_cast(struct tnum t, unsigned bits);
struct tnum tnum_sign_extend(struct tnum t, unsigned bits);
/* The lower `width` bits (16, 32, 64) with their bytes reversed. */
struct tnum tnum_swap(struct tnum t, unsigned width);

/* A shift of the lower `width` bits (32 or 64), zero-extended, by less than width. */
typedef struct tnum tnum_shift_fn(struct tnum t, unsigned amount, unsigned width);
tnum_shift_fn tnum_lshift, tnum_rshift, tnum_arshift;

/* Such a shift by any held amount, of which the bits below width count (RFC 9669, 4.1). */
struct tnum tnum_shift_by(tnum_shift_fn *shift, struct tnum t, struct tnum amount, unsigned width);

#endif
