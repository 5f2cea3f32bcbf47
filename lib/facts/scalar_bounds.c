/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of any width within numbers of 64 bits, and back. */
#include "scalar_bounds.h"

struct scalar_bounds bounds_any(unsigned width) {
    uint64_t max = bits_below(width), signed_max = max >> 1;
    return (struct scalar_bounds){
        .bits = {.mask = max},
        .umax = max,
        .smin = -(int64_t)signed_max - 1,
        .smax = (int64_t)signed_max,
    };
}

static void limit_unsigned(struct scalar_bounds *b, uint64_t low, uint64_t high) {
    if (low <= high) {
        b->umin = low > b->umin ? low : b->umin;
        b->umax = high < b->umax ? high : b->umax;
    }
}

static void limit_signed(struct scalar_bounds *b, int64_t low, int64_t high) {
    if (low <= high) {
        b->smin = low > b->smin ? low : b->smin;
        b->smax = high < b->smax ? high : b->smax;
    }
}

void bounds_limit(struct scalar_bounds *b, unsigned width, struct arc arc) {
    if (arc.high - arc.low > bits_below(width)) {
        return;
    }
    /* An arc that runs over the end of one order says nothing in it, but does in the other. */
    limit_unsigned(b, arc.low & bits_below(width), arc.high & bits_below(width));
    limit_signed(b, (int64_t)bits_sign_extended(arc.low, width),
                 (int64_t)bits_sign_extended(arc.high, width));
}

void bounds_limit_to_sum(struct scalar_bounds *b, unsigned width, struct arc x, struct arc y) {
    uint64_t length;
    if (!__builtin_add_overflow(x.high - x.low, y.high - y.low, &length)) {
        bounds_limit(b, width, (struct arc){.low = x.low + y.low, .high = x.low + y.low + length});
    }
}

void bounds_limit_to_product(struct scalar_bounds *r, unsigned width, const struct scalar_bounds *a,
                             const struct scalar_bounds *b) {
    uint64_t high;
    if (!__builtin_mul_overflow(a->umax, b->umax, &high)) {
        bounds_limit(r, width, (struct arc){.low = a->umin * b->umin, .high = high});
    }
}

void bounds_limit_to_signed_product(struct scalar_bounds *r, unsigned width,
                                    const struct scalar_bounds *a, const struct scalar_bounds *b) {
    int64_t low = INT64_MAX, high = INT64_MIN;
    for (unsigned i = 0; i < 4; i++) {
        int64_t x = i & 1 ? a->smax : a->smin, y = i & 2 ? b->smax : b->smin, product;
        if (__builtin_mul_overflow(x, y, &product)) {
            return;
        }
        low = product < low ? product : low;
        high = product > high ? product : high;
    }
    bounds_limit(r, width, (struct arc){.low = (uint64_t)low, .high = (uint64_t)high});
}

static struct scalar_bounds bounds_of_64(const struct scalar *s) {
    return (struct scalar_bounds){
        .bits = s->bits,
        .umin = s->umin,
        .umax = s->umax,
        .smin = s->smin,
        .smax = s->smax,
    };
}

static struct scalar_bounds bounds_of_32(const struct scalar *s) {
    return (struct scalar_bounds){
        .bits = tnum_cast(s->bits, 32),
        .umin = s->umin32,
        .umax = s->umax32,
        .smin = s->smin32,
        .smax = s->smax32,
    };
}

struct scalar_bounds bounds_of(const struct scalar *s, unsigned width) {
    if (width == 64) {
        return bounds_of_64(s);
    }
    if (width == 32) {
        return bounds_of_32(s);
    }
    struct scalar_bounds b = bounds_any(width);
    struct scalar_bounds from = bounds_of_64(s);
    b.bits = tnum_cast(s->bits, width);
    bounds_limit(&b, width, bounds_unsigned(&from));
    bounds_limit(&b, width, bounds_signed(&from));
    if (width < 32) {
        from = bounds_of_32(s);
        bounds_limit(&b, width, bounds_unsigned(&from));
        bounds_limit(&b, width, bounds_signed(&from));
    }
    return b;
}

struct scalar bounds_zero_extended(const struct scalar_bounds *b, unsigned width) {
    struct scalar s = scalar_unknown();
    s.bits = b->bits;
    s.umin = b->umin;
    s.umax = b->umax;
    if (width == 64) {
        s.smin = b->smin;
        s.smax = b->smax;
        return s;
    }
    s.smin = (int64_t)b->umin;
    s.smax = (int64_t)b->umax;
    if (width <= 32) {
        s.umin32 = (uint32_t)b->umin;
        s.umax32 = (uint32_t)b->umax;
    }
    if (width == 32) {
        s.smin32 = (int32_t)b->smin;
        s.smax32 = (int32_t)b->smax;
    }
    return s;
}
