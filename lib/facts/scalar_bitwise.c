/* SPDX-License-Identifier: Apache-2.0 */
/* Bitwise operations and shifts of what is known of numbers. */
#include "scalar_bounds.h"

/* Of a number plus something between y's ends, in both orders. */
static void limit_near(struct scalar_bounds *r, unsigned width, const struct scalar_bounds *x,
                       struct arc y) {
    bounds_limit_to_sum(r, width, bounds_unsigned(x), y);
    bounds_limit_to_sum(r, width, bounds_signed(x), y);
}

/* Results of a bitwise operation have at most as many bits, sign included, as the operands. */
static void limit_signed_bits(struct scalar_bounds *r, unsigned width,
                              const struct scalar_bounds *a, const struct scalar_bounds *b) {
    const int64_t ends[] = {a->smin, a->smax, b->smin, b->smax};
    uint64_t bits = 0;
    for (unsigned i = 0; i < 4; i++) {
        bits |= (uint64_t)(ends[i] < 0 ? ~ends[i] : ends[i]);
    }
    bits = bits_up_to(bits);
    bounds_limit(r, width, (struct arc){.low = ~bits, .high = bits});
}

/* a & b is a less those of its bits that b may lack. */
struct scalar_bounds bounds_and(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_and(a.bits, b.bits);
    uint64_t lost_by_a = tnum_max(a.bits) & ~b.bits.value;
    uint64_t lost_by_b = tnum_max(b.bits) & ~a.bits.value;
    bounds_limit(&r, width, (struct arc){.low = 0, .high = a.umax < b.umax ? a.umax : b.umax});
    limit_near(&r, width, &a, (struct arc){.low = -lost_by_a, .high = 0});
    limit_near(&r, width, &b, (struct arc){.low = -lost_by_b, .high = 0});
    limit_signed_bits(&r, width, &a, &b);
    return r;
}

/* a | b is a and those bits of b that a may lack. */
struct scalar_bounds bounds_or(const struct scalar *dst, const struct scalar *src, unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_or(a.bits, b.bits);
    uint64_t new_to_a = tnum_max(b.bits) & ~a.bits.value;
    uint64_t new_to_b = tnum_max(a.bits) & ~b.bits.value;
    bounds_limit(&r, width,
                 (struct arc){.low = a.umin > b.umin ? a.umin : b.umin, .high = bits_below(width)});
    limit_near(&r, width, &a, (struct arc){.low = 0, .high = new_to_a});
    limit_near(&r, width, &b, (struct arc){.low = 0, .high = new_to_b});
    limit_signed_bits(&r, width, &a, &b);
    /* No more than the sum. */
    uint64_t sum;
    if (!__builtin_add_overflow(a.umax, b.umax, &sum)) {
        bounds_limit(&r, width, (struct arc){.low = 0, .high = sum});
    }
    return r;
}

/* a ^ b is a without the bits they may share and with those it may lack. */
static void limit_to_xor(struct scalar_bounds *r, unsigned width, const struct scalar_bounds *a,
                         const struct scalar_bounds *b) {
    uint64_t shared = tnum_max(a->bits) & tnum_max(b->bits);
    uint64_t fresh = tnum_max(b->bits) & ~a->bits.value;
    if ((shared | fresh) <= INT64_MAX) {
        limit_near(r, width, a, (struct arc){.low = -shared, .high = fresh});
    }
}

struct scalar_bounds bounds_xor(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_xor(a.bits, b.bits);
    limit_to_xor(&r, width, &a, &b);
    limit_to_xor(&r, width, &b, &a);
    limit_signed_bits(&r, width, &a, &b);
    return r;
}

/* Amounts of a shift: of the operand, the bits below width count (RFC 9669, 4.1). */
struct shifts {
    unsigned least, most;
    struct tnum bits;
};

static struct shifts shifts_of(const struct scalar *src, unsigned width) {
    struct scalar_bounds b = bounds_of(src, width);
    struct tnum bits = tnum_and(b.bits, tnum_constant(width - 1));
    struct shifts s = {
        .least = (unsigned)tnum_min(bits), .most = (unsigned)tnum_max(bits), .bits = bits};
    unsigned first = (unsigned)b.umin & (width - 1), last = (unsigned)b.umax & (width - 1);
    if (b.umax - b.umin < width && first <= last) {
        s.least = first > s.least ? first : s.least;
        s.most = last < s.most ? last : s.most;
    }
    return s;
}

/* Multiplication by a power of two. */
struct scalar_bounds bounds_lsh(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct shifts by = shifts_of(src, width);
    /* Only the bits that stay count. */
    struct scalar_bounds a = bounds_of(dst, by.least >= 32 ? 32 : width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_shift_by(tnum_lshift, a.bits, by.bits, width);
    const struct scalar_bounds power = {
        .umin = UINT64_C(1) << by.least,
        .umax = UINT64_C(1) << by.most,
        .smin = (int64_t)(UINT64_C(1) << by.least),
        .smax = (int64_t)(UINT64_C(1) << by.most),
    };
    bounds_limit_to_product(&r, width, &a, &power);
    if (by.most < 63) {
        bounds_limit_to_signed_product(&r, width, &a, &power);
    }
    return r;
}

struct scalar_bounds bounds_rsh(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct shifts by = shifts_of(src, width);
    struct scalar_bounds a = bounds_of(dst, width), r = bounds_any(width);
    r.bits = tnum_shift_by(tnum_rshift, a.bits, by.bits, width);
    bounds_limit(&r, width, (struct arc){.low = a.umin >> by.most, .high = a.umax >> by.least});
    return r;
}

/* Goes towards 0, or -1. */
struct scalar_bounds bounds_arsh(const struct scalar *dst, const struct scalar *src,
                                 unsigned width) {
    struct shifts by = shifts_of(src, width);
    struct scalar_bounds a = bounds_of(dst, width), r = bounds_any(width);
    r.bits = tnum_shift_by(tnum_arshift, a.bits, by.bits, width);
    int64_t low = a.smin >> (a.smin < 0 ? by.least : by.most);
    int64_t high = a.smax >> (a.smax < 0 ? by.most : by.least);
    bounds_limit(&r, width, (struct arc){.low = (uint64_t)low, .high = (uint64_t)high});
    return r;
}
