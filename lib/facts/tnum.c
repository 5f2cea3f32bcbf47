/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic on tristate numbers. add, sub and the bitwise ones are the best there is (Vishwanathan
 * et al., CGO 2022); multiplication is long multiplication as far as that is short. */
#include "tnum.h"

/* A number whose bits of `mask` are unknown, whatever `value` has there. */
static struct tnum masked(uint64_t value, uint64_t mask) {
    return (struct tnum){.value = value & ~mask, .mask = mask};
}

/* A carry is unknown where the greatest sum differs from the least in more than its operands. */
struct tnum tnum_add(struct tnum a, struct tnum b) {
    uint64_t least = a.value + b.value, greatest = least + a.mask + b.mask;
    return masked(least, (least ^ greatest) | a.mask | b.mask);
}

/* Likewise the borrow, between the least minus the greatest and the reverse. */
struct tnum tnum_sub(struct tnum a, struct tnum b) {
    uint64_t middle = a.value - b.value;
    uint64_t greatest = middle + a.mask, least = middle - b.mask;
    return masked(middle, (least ^ greatest) | a.mask | b.mask);
}

struct tnum tnum_neg(struct tnum t) {
    return tnum_sub(tnum_constant(0), t);
}

struct tnum tnum_and(struct tnum a, struct tnum b) {
    uint64_t ones = a.value & b.value;
    return masked(ones, tnum_max(a) & tnum_max(b) & ~ones);
}

struct tnum tnum_or(struct tnum a, struct tnum b) {
    uint64_t ones = a.value | b.value;
    return masked(ones, (a.mask | b.mask) & ~ones);
}

struct tnum tnum_xor(struct tnum a, struct tnum b) {
    return masked(a.value ^ b.value, a.mask | b.mask);
}

static unsigned least_of(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* With a = la + 2^i * x and b = lb + 2^j * y, la and lb known, a * b is la * lb but for multiples
 * of 2^i * lb, 2^j * la and 2^(i+j). */
static struct tnum mul_low(struct tnum a, struct tnum b) {
    unsigned known_a = tnum_known_low(a), known_b = tnum_known_low(b);
    unsigned known = least_of(known_a + tnum_trailing_zeros(b), known_b + tnum_trailing_zeros(a));
    known = least_of(least_of(known, known_a + known_b), 64);
    return masked(a.value * b.value, ~bits_below(known));
}

struct tnum tnum_mul(struct tnum a, struct tnum b) {
    enum { LONG_STEPS = 12 }; /* so many additions cost as much as the rest of a transfer */
    if (tnum_is_constant(a) && tnum_is_constant(b)) {
        return tnum_constant(a.value * b.value);
    }
    if (__builtin_popcountll(tnum_max(a)) > __builtin_popcountll(tnum_max(b))) {
        struct tnum fewer = b;
        b = a;
        a = fewer;
    }
    if (__builtin_popcountll(tnum_max(a)) > LONG_STEPS) {
        return mul_low(a, b);
    }
    struct tnum sum = tnum_constant(0);
    for (uint64_t bits = tnum_max(a); bits; bits &= bits - 1) {
        unsigned place = (unsigned)__builtin_ctzll(bits);
        struct tnum row = {.value = b.value << place, .mask = b.mask << place};
        struct tnum with = tnum_add(sum, row);
        sum = a.mask >> place & 1 ? tnum_union(sum, with) : with;
    }
    /* An unknown bit of `a` forgets what its row and its absence share: the low bits. */
    struct tnum low = mul_low(a, b);
    tnum_intersect(&sum, low);
    return sum;
}

struct tnum tnum_cast(struct tnum t, unsigned bits) {
    return (struct tnum){.value = t.value & bits_below(bits), .mask = t.mask & bits_below(bits)};
}

static uint64_t extend_sign(uint64_t x, unsigned bits) {
    unsigned gap = 64 - bits;
    return (uint64_t)((int64_t)(x << gap) >> gap);
}

/* An unknown sign is unknown in all the places it goes to. */
struct tnum tnum_sign_extend(struct tnum t, unsigned bits) {
    return (struct tnum){.value = extend_sign(t.value, bits), .mask = extend_sign(t.mask, bits)};
}

struct tnum tnum_swap(struct tnum t, unsigned width) {
    unsigned gap = 64 - width;
    return (struct tnum){.value = __builtin_bswap64(t.value) >> gap,
                         .mask = __builtin_bswap64(t.mask) >> gap};
}

struct tnum tnum_lshift(struct tnum t, unsigned amount, unsigned width) {
    return tnum_cast((struct tnum){.value = t.value << amount, .mask = t.mask << amount}, width);
}

struct tnum tnum_rshift(struct tnum t, unsigned amount, unsigned width) {
    t = tnum_cast(t, width);
    return (struct tnum){.value = t.value >> amount, .mask = t.mask >> amount};
}

struct tnum tnum_arshift(struct tnum t, unsigned amount, unsigned width) {
    t = tnum_sign_extend(t, width);
    return tnum_cast((struct tnum){.value = (uint64_t)((int64_t)t.value >> amount),
                                   .mask = (uint64_t)((int64_t)t.mask >> amount)},
                     width);
}

struct tnum tnum_shift_by(tnum_shift_fn *shift, struct tnum t, struct tnum amount, unsigned width) {
    amount = tnum_and(amount, tnum_constant(width - 1));
    struct tnum any = shift(t, (unsigned)amount.value, width);
    if (tnum_is_constant(amount)) {
        return any;
    }
    /* Every subset of the unknown bits; nothing more is lost once all is unknown. */
    for (uint64_t extra = amount.mask; extra && any.mask != bits_below(width);
         extra = (extra - 1) & amount.mask) {
        any = tnum_union(any, shift(t, (unsigned)(amount.value | extra), width));
    }
    return any;
}
