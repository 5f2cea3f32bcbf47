/* SPDX-License-Identifier: Apache-2.0 */
/* The parts of a scalar learn from each other. Each range is kept in the order of its kind, signed
 * ones with the sign bit flipped; then all four are unsigned intervals, and what one says about
 * another is an interval on the circle of 2^64 or 2^32 numbers, that may run over the end. */
#include "scalar.h"

enum { U64, S64, U32, S32, RANGES, BITS = RANGES, PARTS };

/* What is added to a number, without carry, to have it in the order of the range. */
static const uint64_t order[RANGES] = {
    [S64] = UINT64_C(1) << 63,
    [S32] = UINT64_C(1) << 31,
};

struct range {
    uint64_t min, max;
};

struct parts {
    struct range ranges[RANGES];
    struct tnum bits;
};

static bool is_half(unsigned kind) {
    return kind >= U32;
}

static void raise(struct range *r, uint64_t min) {
    r->min = min > r->min ? min : r->min;
}

static void lower(struct range *r, uint64_t max) {
    r->max = max < r->max ? max : r->max;
}

static void make_empty(struct range *r) {
    *r = (struct range){.min = UINT64_MAX, .max = 0};
}

/* To what it shares with the numbers from low on to high, by way of 0 if high is less. */
static void narrow(struct range *r, uint64_t low, uint64_t high) {
    if (low <= high) {
        raise(r, low);
        lower(r, high);
        return;
    }
    if (r->min > high) {
        raise(r, low);
    }
    if (r->max < low) {
        lower(r, high);
    }
}

/* The other order of the same width. */
static void learn_sibling(struct parts *p, unsigned kind) {
    uint64_t flip = order[is_half(kind) ? S32 : S64];
    const struct range *from = &p->ranges[kind ^ 1];
    narrow(&p->ranges[kind], from->min ^ flip, from->max ^ flip);
}

/* A half learns from a whole that spans at most 2^32 numbers. */
static void learn_whole(struct parts *p, unsigned kind, unsigned whole) {
    const struct range *from = &p->ranges[whole];
    if (from->max - from->min <= UINT32_MAX) {
        narrow(&p->ranges[kind], (uint32_t)from->min ^ order[kind],
               (uint32_t)from->max ^ order[kind]);
    }
}

/* A whole learns from a half: its ends move inward to numbers whose lower half may be. */
static void learn_half(struct parts *p, unsigned kind, unsigned half) {
    const struct range *from = &p->ranges[half];
    uint32_t low = (uint32_t)(from->min ^ order[half]), high = (uint32_t)(from->max ^ order[half]);
    struct range *r = &p->ranges[kind];
    uint32_t length = high - low;
    uint64_t up = (uint32_t)(low - (uint32_t)r->min), down = (uint32_t)((uint32_t)r->max - high);
    up = (uint32_t)r->min - low <= length ? 0 : up;
    down = (uint32_t)r->max - low <= length ? 0 : down;
    if (up > UINT64_MAX - r->min || down > r->max) {
        make_empty(r);
        return;
    }
    r->min += up;
    r->max -= down;
}

static void learn_bits(struct parts *p, unsigned kind) {
    struct tnum bits = is_half(kind) ? tnum_cast(p->bits, 32) : p->bits;
    bits.value ^= order[kind] & ~bits.mask;
    struct range *r = &p->ranges[kind];
    if (!tnum_ceil(bits, &r->min) || !tnum_floor(bits, &r->max)) {
        make_empty(r);
    }
}

/* The bits learn from the upper bits that a range's ends share. */
static bool learn_range(struct parts *p, unsigned kind) {
    const struct range *from = &p->ranges[kind];
    struct tnum common = tnum_range(from->min, from->max);
    common.value ^= order[kind] & ~common.mask;
    common.mask |= is_half(kind) ? ~(uint64_t)UINT32_MAX : 0;
    return tnum_intersect(&p->bits, common);
}

static bool bits_learn(struct parts *p, bool *changed) {
    uint64_t unknown = p->bits.mask;
    bool possible =
        learn_range(p, U64) && learn_range(p, S64) && learn_range(p, U32) && learn_range(p, S32);
    *changed = p->bits.mask != unknown;
    return possible;
}

static bool range_learn(struct parts *p, unsigned kind, bool *changed) {
    struct range before = p->ranges[kind], *after = &p->ranges[kind];
    learn_sibling(p, kind);
    if (is_half(kind)) {
        learn_whole(p, kind, U64);
        learn_whole(p, kind, S64);
    } else {
        learn_half(p, kind, U32);
        learn_half(p, kind, S32);
    }
    learn_bits(p, kind);
    *changed = before.min != after->min || before.max != after->max;
    return after->min <= after->max;
}

static bool learn_all(struct parts *p) {
    /* The bits first: they carry most from part to part. A chain of more rounds than this does
     * not pay; what it would have found is left out. */
    enum { MAX_ROUNDS = 8, ALL = (1 << PARTS) - 1 };
    static const uint8_t sequence[PARTS] = {BITS, U32, S32, U64, S64};
    unsigned due = ALL;
    for (unsigned round = 0; due && round < MAX_ROUNDS; round++) {
        for (unsigned i = 0; i < PARTS; i++) {
            unsigned part = sequence[i];
            bool changed = false;
            if (!(due >> part & 1)) {
                continue;
            }
            if (!(part == BITS ? bits_learn(p, &changed) : range_learn(p, part, &changed))) {
                return false;
            }
            due = changed ? ALL : due & ~(1u << part);
        }
    }
    return true;
}

static struct range ordered(uint64_t min, uint64_t max, unsigned kind) {
    return (struct range){.min = min ^ order[kind], .max = max ^ order[kind]};
}

static void store(struct scalar *s, const struct parts *p) {
    const struct range *r = p->ranges;
    *s = (struct scalar){
        .bits = p->bits,
        .umin = r[U64].min,
        .umax = r[U64].max,
        .smin = (int64_t)(r[S64].min ^ order[S64]),
        .smax = (int64_t)(r[S64].max ^ order[S64]),
        .umin32 = (uint32_t)r[U32].min,
        .umax32 = (uint32_t)r[U32].max,
        .smin32 = (int32_t)(r[S32].min ^ order[S32]),
        .smax32 = (int32_t)(r[S32].max ^ order[S32]),
    };
}

bool scalar_sync(struct scalar *s) {
    struct parts p = {
        .bits = s->bits,
        .ranges = {ordered(s->umin, s->umax, U64),
                   ordered((uint64_t)s->smin, (uint64_t)s->smax, S64),
                   ordered(s->umin32, s->umax32, U32),
                   ordered((uint32_t)s->smin32, (uint32_t)s->smax32, S32)},
    };
    if (scalar_is_unknown(s)) {
        return true;
    }
    if (tnum_is_constant(p.bits)) {
        struct scalar constant = scalar_constant(p.bits.value);
        bool holds = scalar_holds(s, p.bits.value);
        *s = holds ? constant : *s;
        return holds;
    }
    if (!learn_all(&p)) {
        return false;
    }
    store(s, &p);
    return true;
}
