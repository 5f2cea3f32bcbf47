/* SPDX-License-Identifier: Apache-2.0 */
/* Making, comparing and combining what is known of numbers. */
#include "scalar_bounds.h"

struct scalar scalar_unknown(void) {
    return (struct scalar){
        .bits = tnum_unknown(),
        .umax = UINT64_MAX,
        .smin = INT64_MIN,
        .smax = INT64_MAX,
        .umax32 = UINT32_MAX,
        .smin32 = INT32_MIN,
        .smax32 = INT32_MAX,
    };
}

struct scalar scalar_constant(uint64_t value) {
    return (struct scalar){
        .bits = tnum_constant(value),
        .umin = value,
        .umax = value,
        .smin = (int64_t)value,
        .smax = (int64_t)value,
        .umin32 = (uint32_t)value,
        .umax32 = (uint32_t)value,
        .smin32 = (int32_t)value,
        .smax32 = (int32_t)value,
    };
}

struct scalar scalar_range(uint64_t umin, uint64_t umax) {
    struct scalar s = scalar_unknown();
    s.umin = umin;
    s.umax = umax;
    scalar_sync(&s);
    return s;
}

struct scalar scalar_signed_range(int64_t smin, int64_t smax) {
    struct scalar s = scalar_unknown();
    s.smin = smin;
    s.smax = smax;
    scalar_sync(&s);
    return s;
}

bool scalar_is_constant(const struct scalar *s) {
    return tnum_is_constant(s->bits);
}

bool scalar_is_unknown(const struct scalar *s) {
    struct scalar unknown = scalar_unknown();
    return scalar_equal(s, &unknown);
}

bool scalar_equal(const struct scalar *a, const struct scalar *b) {
    return a->bits.value == b->bits.value && a->bits.mask == b->bits.mask && a->umin == b->umin &&
           a->umax == b->umax && a->smin == b->smin && a->smax == b->smax &&
           a->umin32 == b->umin32 && a->umax32 == b->umax32 && a->smin32 == b->smin32 &&
           a->smax32 == b->smax32;
}

bool scalar_holds(const struct scalar *s, uint64_t value) {
    int64_t sign = (int64_t)value;
    uint32_t half = (uint32_t)value;
    int32_t sign32 = (int32_t)value;
    return tnum_holds(s->bits, value) && value >= s->umin && value <= s->umax && sign >= s->smin &&
           sign <= s->smax && half >= s->umin32 && half <= s->umax32 && sign32 >= s->smin32 &&
           sign32 <= s->smax32;
}

bool scalar_includes(const struct scalar *whole, const struct scalar *part) {
    return tnum_includes(whole->bits, part->bits) && part->umin >= whole->umin &&
           part->umax <= whole->umax && part->smin >= whole->smin && part->smax <= whole->smax &&
           part->umin32 >= whole->umin32 && part->umax32 <= whole->umax32 &&
           part->smin32 >= whole->smin32 && part->smax32 <= whole->smax32;
}

#define LEAST(a, b)    ((a) < (b) ? (a) : (b))
#define GREATEST(a, b) ((a) > (b) ? (a) : (b))

struct scalar scalar_join(const struct scalar *a, const struct scalar *b) {
    struct scalar joined = {
        .bits = tnum_union(a->bits, b->bits),
        .umin = LEAST(a->umin, b->umin),
        .umax = GREATEST(a->umax, b->umax),
        .smin = LEAST(a->smin, b->smin),
        .smax = GREATEST(a->smax, b->smax),
        .umin32 = LEAST(a->umin32, b->umin32),
        .umax32 = GREATEST(a->umax32, b->umax32),
        .smin32 = LEAST(a->smin32, b->smin32),
        .smax32 = GREATEST(a->smax32, b->smax32),
    };
    return joined;
}

bool scalar_meet(struct scalar *into, const struct scalar *with) {
    struct scalar met = {
        .bits = into->bits,
        .umin = GREATEST(into->umin, with->umin),
        .umax = LEAST(into->umax, with->umax),
        .smin = GREATEST(into->smin, with->smin),
        .smax = LEAST(into->smax, with->smax),
        .umin32 = GREATEST(into->umin32, with->umin32),
        .umax32 = LEAST(into->umax32, with->umax32),
        .smin32 = GREATEST(into->smin32, with->smin32),
        .smax32 = LEAST(into->smax32, with->smax32),
    };
    if (!tnum_intersect(&met.bits, with->bits) || !scalar_sync(&met)) {
        return false;
    }
    *into = met;
    return true;
}
