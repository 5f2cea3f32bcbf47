/* SPDX-License-Identifier: Apache-2.0 */
/* Addition, subtraction and multiplication of what is known of numbers: on intervals modulo
 * 2^width, so that a result that wraps as a whole stays known. */
#include "scalar_bounds.h"

static struct arc negated(struct arc x) {
    return (struct arc){.low = -x.high, .high = -x.low};
}

struct scalar_bounds bounds_add(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_cast(tnum_add(a.bits, b.bits), width);
    bounds_limit_to_sum(&r, width, bounds_unsigned(&a), bounds_unsigned(&b));
    bounds_limit_to_sum(&r, width, bounds_signed(&a), bounds_signed(&b));
    return r;
}

struct scalar_bounds bounds_sub(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_cast(tnum_sub(a.bits, b.bits), width);
    bounds_limit_to_sum(&r, width, bounds_unsigned(&a), negated(bounds_unsigned(&b)));
    bounds_limit_to_sum(&r, width, bounds_signed(&a), negated(bounds_signed(&b)));
    return r;
}

struct scalar_bounds bounds_neg(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    const struct scalar zero = scalar_constant(0);
    return bounds_sub(&zero, dst, width);
}

struct scalar_bounds bounds_mul(const struct scalar *dst, const struct scalar *src,
                                unsigned width) {
    struct scalar_bounds a = bounds_of(dst, width), b = bounds_of(src, width);
    struct scalar_bounds r = bounds_any(width);
    r.bits = tnum_cast(tnum_mul(a.bits, b.bits), width);
    bounds_limit_to_product(&r, width, &a, &b);
    bounds_limit_to_signed_product(&r, width, &a, &b);
    return r;
}
