/* SPDX-License-Identifier: Apache-2.0 */
/* Widening: a part that grew goes to the next threshold. Each part has a short list of them and
 * never shrinks, and the parts are not brought in step afterwards: that could undo the steps. */
#include "scalar.h"

static const uint64_t unsigned_steps[] = {
    0, 0xff, 0xffff, INT32_MAX, UINT32_MAX, INT64_MAX, UINT64_MAX,
};

static const int64_t signed_steps[] = {
    INT64_MIN, -0xffffffff - 1, INT32_MIN, -0x10000,   -0x100,    -1, 0,
    0xff,      0xffff,          INT32_MAX, UINT32_MAX, INT64_MAX,
};

/* Low bits that stay known; alignment is what counts. */
static const unsigned low_steps[] = {0, 1, 2, 3, 4, 5, 6, 8, 12, 16, 32};

#define LENGTH(array) (sizeof(array) / sizeof *(array))

static uint64_t unsigned_at_least(uint64_t x) {
    size_t i = 0;
    while (unsigned_steps[i] < x) {
        i++;
    }
    return unsigned_steps[i];
}

static uint64_t unsigned_at_most(uint64_t x) {
    size_t i = LENGTH(unsigned_steps) - 1;
    while (unsigned_steps[i] > x) {
        i--;
    }
    return unsigned_steps[i];
}

static int64_t signed_at_least(int64_t x) {
    size_t i = 0;
    while (signed_steps[i] < x) {
        i++;
    }
    return signed_steps[i];
}

static int64_t signed_at_most(int64_t x) {
    size_t i = LENGTH(signed_steps) - 1;
    while (signed_steps[i] > x) {
        i--;
    }
    return signed_steps[i];
}

static unsigned low_at_most(unsigned count) {
    size_t i = LENGTH(low_steps) - 1;
    while (low_steps[i] > count) {
        i--;
    }
    return low_steps[i];
}

/* Bits that changed are forgotten with all above, up to where the greatest number ends. */
static struct tnum widen_bits(struct tnum old, struct tnum new, uint64_t umax) {
    if (tnum_includes(old, new)) {
        return old;
    }
    struct tnum both = tnum_union(old, new);
    uint64_t low = bits_below(low_at_most(tnum_known_low(both)));
    uint64_t high = ~bits_up_to(umax) & ~tnum_max(both);
    return (struct tnum){.value = both.value & low, .mask = ~(low | high)};
}

struct scalar scalar_widen(const struct scalar *old, const struct scalar *new) {
    struct scalar s = *old;
    s.umin = new->umin < old->umin ? unsigned_at_most(new->umin) : old->umin;
    s.umax = new->umax > old->umax ? unsigned_at_least(new->umax) : old->umax;
    s.smin = new->smin < old->smin ? signed_at_most(new->smin) : old->smin;
    s.smax = new->smax > old->smax ? signed_at_least(new->smax) : old->smax;
    s.umin32 = new->umin32 < old->umin32 ? (uint32_t)unsigned_at_most(new->umin32) : old->umin32;
    s.umax32 = new->umax32 > old->umax32 ? (uint32_t)unsigned_at_least(new->umax32) : old->umax32;
    s.smin32 = new->smin32 < old->smin32 ? (int32_t)signed_at_most(new->smin32) : old->smin32;
    s.smax32 = new->smax32 > old->smax32 ? (int32_t)signed_at_least(new->smax32) : old->smax32;
    s.bits = widen_bits(old->bits, new->bits, s.umax);
    return s;
}
