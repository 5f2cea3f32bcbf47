/* SPDX-License-Identifier: Apache-2.0 */
/* Division and remainder, unsigned and signed, of what is known of numbers. */
#include "scalar_bounds.h"

/* The bits below the divisor's least possible one do not take part in a division: x % y is x less
 * a multiple of y, and x when y is 0. */
static struct tnum remainder_bits(struct tnum x, struct tnum y) {
    uint64_t unknown = ~bits_below(tnum_trailing_zeros(y));
    return (struct tnum){.value = x.value & ~unknown, .mask = x.mask | unknown};
}

/* Division by zero yields 0 (RFC 9669, 4.1). */
struct scalar_bounds bounds_div(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    uint64_t least = b.umin ? b.umin : 1;
    uint64_t low = b.umin && b.umax ? a.umin / b.umax : 0;
    bounds_limit(&r, width, (struct arc){.low = low, .high = b.umax ? a.umax / least : 0});
    if (b.umin == b.umax && __builtin_popcountll(b.umin) == 1) {
        r.bits = tnum_rshift(a.bits, (unsigned)__builtin_ctzll(b.umin), width);
    }
    return r;
}

/* The remainder of a division by zero is the dividend (RFC 9669, 4.1). */
struct scalar_bounds bounds_mod(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    bool by_constant = b.umin == b.umax;
    if (b.umax == 0 || a.umax < b.umin) {
        return a;
    }
    uint64_t high = b.umin && b.umax <= a.umax ? b.umax - 1 : a.umax;
    bounds_limit(&r, width, (struct arc){.low = 0, .high = high});
    r.bits = remainder_bits(a.bits, b.bits);
    r.bits = tnum_cast(r.bits, width);
    if (by_constant && a.umin / b.umin == a.umax / b.umin) {
        bounds_limit(&r, width, (struct arc){.low = a.umin % b.umin, .high = a.umax % b.umin});
    }
    if (by_constant && __builtin_popcountll(b.umin) == 1) {
        r.bits = tnum_and(a.bits, tnum_constant(b.umin - 1));
    }
    return r;
}

/* What was seen so far of signed numbers. */
struct hull {
    int64_t low, high;
    bool known, overflows;
};

static void hull_add(struct hull *h, int64_t x) {
    h->low = h->known && h->low < x ? h->low : x;
    h->high = h->known && h->high > x ? h->high : x;
    h->known = true;
}

/* Quotients by divisors of one sign are greatest and least at the ends. */
static void hull_add_quotients(struct hull *h, const struct scalar_bounds *a, int64_t low,
                               int64_t high) {
    if (low > high) {
        return;
    }
    for (unsigned i = 0; i < 4; i++) {
        int64_t x = i & 1 ? a->smax : a->smin, y = i & 2 ? high : low;
        if (x == INT64_MIN && y == -1) {
            h->overflows = true; /* yields INT64_MIN */
            return;
        }
        hull_add(h, x / y);
    }
}

struct scalar_bounds bounds_sdiv(const struct scalar *dst, const struct scalar *src,
                                 unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    if (a.smin >= 0 && b.smin >= 0) {
        return bounds_div(dst, src, width);
    }
    if (b.smin == -1 && b.smax == -1) {
        return bounds_neg(dst, src, width);
    }
    struct scalar_bounds r = bounds_any(width);
    struct hull h = {.known = false};
    if (b.umin == 0) {
        hull_add(&h, 0);
    }
    hull_add_quotients(&h, &a, b.smin, b.smax < -1 ? b.smax : -1);
    hull_add_quotients(&h, &a, b.smin > 1 ? b.smin : 1, b.smax);
    if (h.known && !h.overflows) {
        bounds_limit(&r, width, (struct arc){.low = (uint64_t)h.low, .high = (uint64_t)h.high});
    }
    return r;
}

static uint64_t magnitude(int64_t x) {
    return x < 0 ? -(uint64_t)x : (uint64_t)x;
}

/* A remainder has the sign of the dividend, and is nearer to zero than both. */
struct scalar_bounds bounds_smod(const struct scalar *dst, const struct scalar *src,
                                 unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    if (a.smin >= 0 && b.smin >= 0) {
        return bounds_mod(dst, src, width);
    }
    uint64_t down = a.smin < 0 ? magnitude(a.smin) : 0, up = a.smax > 0 ? (uint64_t)a.smax : 0;
    uint64_t least = b.smin > 0 ? magnitude(b.smin) : b.smax < 0 ? magnitude(b.smax) : 1;
    if (b.umax == 0 || (down < least && up < least)) {
        return a;
    }
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_cast(remainder_bits(a.bits, b.bits), width);
    if (b.umin != 0) {
        uint64_t most =
            magnitude(b.smin) > magnitude(b.smax) ? magnitude(b.smin) : magnitude(b.smax);
        down = down < most ? down : most - 1;
        up = up < most ? up : most - 1;
    }
    bounds_limit(&r, width, (struct arc){.low = -down, .high = up});
    bool by_constant = b.smin == b.smax && b.smin != 0 && b.smin != -1;
    if (by_constant && a.smin / b.smin == a.smax / b.smin) {
        bounds_limit(
            &r, width,
            (struct arc){.low = (uint64_t)(a.smin % b.smin), .high = (uint64_t)(a.smax % b.smin)});
    }
    return r;
}
