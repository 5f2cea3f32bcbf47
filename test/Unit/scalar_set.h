/* SPDX-License-Identifier: Apache-2.0 */
/* Sets of numbers as test_facts_scalar.c needs them: the best that the parts of a scalar can say.
 */
#ifndef BPF_AOT_TEST_SCALAR_SET_H
#define BPF_AOT_TEST_SCALAR_SET_H

#include "facts/scalar.h"

/* The best that a scalar says of the numbers seen; `ones` and `zeros` are bits that some had. */
struct ref_set {
    uint64_t ones, zeros;
    struct scalar ranges;
    bool any;
};

#define REF_EXTEND(low, high, from_low, from_high)                                                 \
    low = from_low < low ? from_low : low;                                                         \
    high = from_high > high ? from_high : high

static void ref_unite(struct ref_set *set, const struct ref_set *with) {
    if (!with->any || !set->any) {
        *set = with->any ? *with : *set;
        return;
    }
    struct scalar *s = &set->ranges;
    const struct scalar *w = &with->ranges;
    set->ones |= with->ones;
    set->zeros |= with->zeros;
    REF_EXTEND(s->umin, s->umax, w->umin, w->umax);
    REF_EXTEND(s->smin, s->smax, w->smin, w->smax);
    REF_EXTEND(s->umin32, s->umax32, w->umin32, w->umax32);
    REF_EXTEND(s->smin32, s->smax32, w->smin32, w->smax32);
}

static struct ref_set ref_single(uint64_t x) {
    return (struct ref_set){.ones = x,
                            .zeros = ~x,
                            .any = true,
                            .ranges = {.umin = x,
                                       .umax = x,
                                       .smin = (int64_t)x,
                                       .smax = (int64_t)x,
                                       .umin32 = (uint32_t)x,
                                       .umax32 = (uint32_t)x,
                                       .smin32 = (int32_t)x,
                                       .smax32 = (int32_t)x}};
}

static struct scalar ref_best(const struct ref_set *set) {
    struct scalar s = set->ranges;
    s.bits = (struct tnum){.value = set->ones & ~set->zeros, .mask = set->ones & set->zeros};
    return s;
}

/* Every number of the set is held, by every part: the parts are hulls. */
static bool ref_is_held(const struct scalar *s, const struct ref_set *set) {
    const struct scalar *r = &set->ranges;
    return !set->any ||
           ((set->ones & ~(s->bits.value | s->bits.mask)) == 0 &&
            (set->zeros & s->bits.value) == 0 && s->umin <= r->umin && s->umax >= r->umax &&
            s->smin <= r->smin && s->smax >= r->smax && s->umin32 <= r->umin32 &&
            s->umax32 >= r->umax32 && s->smin32 <= r->smin32 && s->smax32 >= r->smax32);
}

#endif
