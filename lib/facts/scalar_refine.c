/* SPDX-License-Identifier: Apache-2.0 */
/* Branch conditions on what is known of their operands (RFC 9669, 4.3). Each is one of four
 * relations, between the operands as they are or exchanged, or the opposite of one. */
#include "scalar_bounds.h"

enum relation { EQUAL, SHARES_BITS, LESS, LESS_SIGNED };

struct condition {
    enum relation relation;
    bool exchanged, opposite;
};

static const struct condition conditions[OP_COUNT] = {
    [OP_JEQ] = {EQUAL, false, false},        [OP_JNE] = {EQUAL, false, true},
    [OP_JSET] = {SHARES_BITS, false, false}, [OP_JLT] = {LESS, false, false},
    [OP_JGT] = {LESS, true, false},          [OP_JGE] = {LESS, false, true},
    [OP_JLE] = {LESS, true, true},           [OP_JSLT] = {LESS_SIGNED, false, false},
    [OP_JSGT] = {LESS_SIGNED, true, false},  [OP_JSGE] = {LESS_SIGNED, false, true},
    [OP_JSLE] = {LESS_SIGNED, true, true},
};

typedef int compare_fn(const struct scalar_bounds *a, const struct scalar_bounds *b);

static int compare_equal(const struct scalar_bounds *a, const struct scalar_bounds *b) {
    struct tnum common = a->bits;
    if (a->umin > b->umax || b->umin > a->umax || a->smin > b->smax || b->smin > a->smax ||
        !tnum_intersect(&common, b->bits)) {
        return 0;
    }
    return a->umin == a->umax && b->umin == b->umax ? 1 : -1;
}

static int compare_bits(const struct scalar_bounds *a, const struct scalar_bounds *b) {
    struct tnum common = tnum_and(a->bits, b->bits);
    return common.value ? 1 : common.mask ? -1 : 0;
}

static int compare_less(const struct scalar_bounds *a, const struct scalar_bounds *b) {
    return a->umax < b->umin ? 1 : a->umin >= b->umax ? 0 : -1;
}

static int compare_less_signed(const struct scalar_bounds *a, const struct scalar_bounds *b) {
    return a->smax < b->smin ? 1 : a->smin >= b->smax ? 0 : -1;
}

static compare_fn *const compares[] = {
    [EQUAL] = compare_equal,
    [SHARES_BITS] = compare_bits,
    [LESS] = compare_less,
    [LESS_SIGNED] = compare_less_signed,
};

static void at_most(struct scalar_bounds *b, uint64_t max) {
    b->umax = max < b->umax ? max : b->umax;
}

static void at_least(struct scalar_bounds *b, uint64_t min) {
    b->umin = min > b->umin ? min : b->umin;
}

static void at_most_signed(struct scalar_bounds *b, int64_t max) {
    b->smax = max < b->smax ? max : b->smax;
}

static void at_least_signed(struct scalar_bounds *b, int64_t min) {
    b->smin = min > b->smin ? min : b->smin;
}

/* Narrows both to where the relation holds, or does not; false when it cannot. Ends that have
 * passed each other are left for scalar_sync to find. */
typedef bool refine_fn(struct scalar_bounds *a, struct scalar_bounds *b, bool holds);

/* b is a number that a is not: an end of a's that is b goes. */
static bool exclude(struct scalar_bounds *a, const struct scalar_bounds *b) {
    if (b->umin != b->umax) {
        return true;
    }
    if (a->umin == a->umax) {
        return a->umin != b->umin;
    }
    a->umin += a->umin == b->umin;
    a->umax -= a->umax == b->umin;
    if (b->smin == b->smax && a->smin < a->smax) {
        a->smin += a->smin == b->smin;
        a->smax -= a->smax == b->smin;
    }
    return true;
}

static bool refine_equal(struct scalar_bounds *a, struct scalar_bounds *b, bool holds) {
    if (!holds) {
        return exclude(a, b) && exclude(b, a);
    }
    if (!tnum_intersect(&a->bits, b->bits)) {
        return false;
    }
    at_least(a, b->umin);
    at_most(a, b->umax);
    at_least_signed(a, b->smin);
    at_most_signed(a, b->smax);
    *b = *a;
    return true;
}

/* The bits that are 1 in one are 0 in the other. */
static bool share_no_bits(struct scalar_bounds *a, struct scalar_bounds *b) {
    if (a->bits.value & b->bits.value) {
        return false;
    }
    a->bits.mask &= ~b->bits.value;
    b->bits.mask &= ~a->bits.value;
    return true;
}

static bool refine_bits(struct scalar_bounds *a, struct scalar_bounds *b, bool holds) {
    if (!holds) {
        return share_no_bits(a, b);
    }
    uint64_t maybe = tnum_max(a->bits) & tnum_max(b->bits);
    if (maybe == 0) {
        return false;
    }
    uint64_t least = maybe & -maybe;
    if (maybe == least) {
        /* One bit can be meant: both have it. */
        const struct tnum bit = {.value = maybe, .mask = ~maybe};
        return tnum_intersect(&a->bits, bit) && tnum_intersect(&b->bits, bit);
    }
    at_least(a, least);
    at_least(b, least);
    return true;
}

static bool refine_less(struct scalar_bounds *a, struct scalar_bounds *b, bool holds) {
    if (!holds) {
        at_least(a, b->umin);
        at_most(b, a->umax);
        return true;
    }
    if (b->umax == 0 || a->umin == UINT64_MAX) {
        return false;
    }
    at_most(a, b->umax - 1);
    at_least(b, a->umin + 1);
    return true;
}

static bool refine_less_signed(struct scalar_bounds *a, struct scalar_bounds *b, bool holds) {
    if (!holds) {
        at_least_signed(a, b->smin);
        at_most_signed(b, a->smax);
        return true;
    }
    if (b->smax == INT64_MIN || a->smin == INT64_MAX) {
        return false;
    }
    at_most_signed(a, b->smax - 1);
    at_least_signed(b, a->smin + 1);
    return true;
}

static refine_fn *const refines[] = {
    [EQUAL] = refine_equal,
    [SHARES_BITS] = refine_bits,
    [LESS] = refine_less,
    [LESS_SIGNED] = refine_less_signed,
};

/* What was learnt of the lower `width` bits, beside what is known of the rest. */
static bool merge(struct scalar *s, const struct scalar_bounds *b, unsigned width) {
    if (b->umin > b->umax || b->smin > b->smax) {
        return false;
    }
    uint64_t low = bits_below(width);
    s->bits.value = (s->bits.value & ~low) | (b->bits.value & low);
    s->bits.mask = (s->bits.mask & ~low) | (b->bits.mask & low);
    if (width == 32) {
        s->umin32 = (uint32_t)b->umin;
        s->umax32 = (uint32_t)b->umax;
        s->smin32 = (int32_t)b->smin;
        s->smax32 = (int32_t)b->smax;
    } else {
        s->umin = b->umin;
        s->umax = b->umax;
        s->smin = b->smin;
        s->smax = b->smax;
    }
    return scalar_sync(s);
}

bool scalar_refine(enum op op, unsigned width, bool holds, struct scalar *a, struct scalar *b) {
    struct condition condition = conditions[op];
    struct scalar first = condition.exchanged ? *b : *a, second = condition.exchanged ? *a : *b;
    if (condition.relation == EQUAL && holds != condition.opposite && width == 64) {
        if (!scalar_meet(&first, b)) {
            return false;
        }
        *a = *b = first;
        return true;
    }
    struct scalar_bounds x = bounds_of(&first, width), y = bounds_of(&second, width);
    if (!refines[condition.relation](&x, &y, holds != condition.opposite) ||
        !merge(&first, &x, width) || !merge(&second, &y, width)) {
        return false;
    }
    *a = condition.exchanged ? second : first;
    *b = condition.exchanged ? first : second;
    return true;
}

int scalar_compare(enum op op, unsigned width, const struct scalar *a, const struct scalar *b) {
    struct condition condition = conditions[op];
    struct scalar_bounds first = bounds_of(condition.exchanged ? b : a, width);
    struct scalar_bounds second = bounds_of(condition.exchanged ? a : b, width);
    int known = compares[condition.relation](&first, &second);
    if (known == -1 && condition.relation == EQUAL) {
        /* Parts that overlap one by one may have no value in common. */
        struct scalar x = *a, y = *b;
        known = scalar_refine(OP_JEQ, width, true, &x, &y) ? -1 : 0;
    }
    return known == -1 ? -1 : known != condition.opposite;
}
