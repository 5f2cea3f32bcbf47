/* SPDX-License-Identifier: Apache-2.0 */
/* Every operation on tristate numbers of five free bits, at several places of the word, against
 * all the numbers that they hold. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "facts/tnum.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

enum { BITS = 5, TNUMS = 243 };

static struct tnum all[TNUMS];

/* Every number of BITS digits 0, 1 and unknown, from bit `place` on. */
static void enumerate(unsigned place) {
    for (unsigned i = 0; i < TNUMS; i++) {
        all[i] = tnum_constant(0);
        for (unsigned bit = 0, rest = i; bit < BITS; bit++, rest /= 3) {
            uint64_t one = UINT64_C(1) << (place + bit) % 64;
            all[i].value |= rest % 3 == 1 ? one : 0;
            all[i].mask |= rest % 3 == 2 ? one : 0;
        }
    }
}

/* The next number held after `value`; back at the least one when there is none. */
static uint64_t next(struct tnum t, uint64_t value) {
    return t.value | (((value | ~t.mask) + 1) & t.mask);
}

/* Bits that were seen as 1, and as 0. */
struct seen {
    uint64_t ones, zeros;
};

static void see(struct seen *seen, uint64_t value) {
    seen->ones |= value;
    seen->zeros |= ~value;
}

static struct tnum best(const struct seen *seen) {
    return (struct tnum){.value = seen->ones & ~seen->zeros, .mask = seen->ones & seen->zeros};
}

static void assert_well_formed(struct tnum t) {
    assert_true((t.value & t.mask) == 0);
}

static void assert_equal(struct tnum a, struct tnum b) {
    assert_true(a.value == b.value && a.mask == b.mask);
}

typedef uint64_t number_fn(uint64_t a, uint64_t b);
typedef struct tnum tnum_fn(struct tnum a, struct tnum b);

static uint64_t add(uint64_t a, uint64_t b) {
    return a + b;
}

static uint64_t sub(uint64_t a, uint64_t b) {
    return a - b;
}

static uint64_t mul(uint64_t a, uint64_t b) {
    return a * b;
}

static uint64_t and(uint64_t a, uint64_t b) {
    return a & b;
}

static uint64_t or(uint64_t a, uint64_t b) {
    return a | b;
}

static uint64_t xor(uint64_t a, uint64_t b) {
    return a ^ b;
}

static uint64_t neg(uint64_t a, uint64_t b) {
    return 0 - a;
}

static struct tnum tnum_neg_first(struct tnum a, struct tnum b) {
    return tnum_neg(a);
}

static const struct {
    const char *name;
    number_fn *number;
    tnum_fn *tnum;
    bool is_exact; /* the best there is */
} operations[] = {
    {"add", add, tnum_add, true},       {"sub", sub, tnum_sub, true}, {"mul", mul, tnum_mul, false},
    {"and", and, tnum_and, true},       {"or", or, tnum_or, true},    {"xor", xor, tnum_xor, true},
    {"neg", neg, tnum_neg_first, true},
};

static const unsigned places[] = {0, 3, 29, 30, 59, 62};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static struct seen results(number_fn *number, struct tnum a, struct tnum b) {
    struct seen seen = {0, 0};
    uint64_t x = a.value;
    do {
        uint64_t y = b.value;
        do {
            see(&seen, number(x, y));
            y = next(b, y);
        } while (y != b.value);
        x = next(a, x);
    } while (x != a.value);
    return seen;
}

static void check_pairs(size_t operation) {
    unsigned exact = 0;
    for (unsigned i = 0; i < TNUMS; i++) {
        for (unsigned j = 0; j < TNUMS; j++) {
            struct seen seen = results(operations[operation].number, all[i], all[j]);
            struct tnum result = operations[operation].tnum(all[i], all[j]);
            assert_well_formed(result);
            assert_true(tnum_includes(result, best(&seen)));
            exact += result.mask == best(&seen).mask;
        }
    }
    if (operations[operation].is_exact) {
        assert_int_equal(exact, TNUMS * TNUMS);
    }
    print_message("%s: %u of %u are the best there is\n", operations[operation].name, exact,
                  TNUMS * TNUMS);
}

static void operations_hold_every_result(void **state) {
    for (size_t p = 0; p < COUNT(places); p++) {
        enumerate(places[p]);
        for (size_t i = 0; i < COUNT(operations); i++) {
            check_pairs(i);
        }
    }
}

/* More unknown bits than long multiplication goes through. */
static void long_products_keep_low_bits(void **state) {
    const struct tnum a = {.value = 4, .mask = ~UINT64_C(7)}; /* 8x + 4 */
    const struct tnum b = {.value = 6, .mask = ~UINT64_C(15)};
    struct tnum product = tnum_mul(a, b); /* 128xy + 48x + 64y + 24: 16 divides all but 24 */
    assert_equal(product, (struct tnum){.value = 8, .mask = ~UINT64_C(15)});
    assert_equal(tnum_mul(tnum_unknown(), tnum_constant(24)),
                 (struct tnum){.value = 0, .mask = ~UINT64_C(7)});
    assert_equal(tnum_mul(tnum_unknown(), tnum_constant(0)), tnum_constant(0));
}

static void unions_and_intersections_are_exact(void **state) {
    enumerate(0);
    for (unsigned i = 0; i < TNUMS; i++) {
        for (unsigned j = 0; j < TNUMS; j++) {
            struct seen both = {0, 0}, common = {0, 0};
            unsigned count = 0;
            bool is_part = true;
            for (uint64_t x = 0; x < 1 << BITS; x++) {
                bool in_i = tnum_holds(all[i], x), in_j = tnum_holds(all[j], x);
                if (in_i || in_j) {
                    see(&both, x);
                }
                if (in_i && in_j) {
                    see(&common, x);
                    count++;
                }
                is_part &= in_i || !in_j;
            }
            struct tnum met = all[i];
            assert_equal(tnum_union(all[i], all[j]), best(&both));
            assert_int_equal(tnum_intersect(&met, all[j]), count > 0);
            assert_equal(met, count > 0 ? best(&common) : all[i]);
            assert_int_equal(tnum_includes(all[i], all[j]), is_part);
        }
    }
}

static void ranges_keep_common_upper_bits(void **state) {
    const uint64_t bases[] = {0, 0xfffffff0, INT64_MAX - 20, UINT64_MAX - 40};
    for (size_t b = 0; b < COUNT(bases); b++) {
        for (uint64_t min = bases[b]; min < bases[b] + 40; min++) {
            struct seen seen = {0, 0};
            for (uint64_t max = min; max < bases[b] + 40; max++) {
                see(&seen, max);
                assert_true(tnum_includes(tnum_range(min, max), best(&seen)));
                /* Upper bits, but for those below the highest that differs. */
                assert_true(bits_up_to(best(&seen).mask) == tnum_range(min, max).mask);
            }
        }
    }
}

static void check_nearest(struct tnum t, uint64_t x, unsigned place) {
    uint64_t above = x, below = x, least = UINT64_MAX, greatest = 0;
    bool any_above = false, any_below = false;
    for (uint64_t low = 0; low < 1 << BITS; low++) {
        uint64_t held = low << place;
        if (tnum_holds(t, held) && held >= x) {
            least = any_above ? least : held;
            any_above = true;
        }
        if (tnum_holds(t, held) && held <= x) {
            greatest = held;
            any_below = true;
        }
    }
    assert_int_equal(tnum_ceil(t, &above), any_above);
    assert_int_equal(tnum_floor(t, &below), any_below);
    assert_true(!any_above || above == least);
    assert_true(!any_below || below == greatest);
}

static void nearest_numbers_are_found(void **state) {
    const unsigned at[] = {0, 2, 29, 59};
    for (size_t p = 0; p < COUNT(at); p++) {
        enumerate(at[p]);
        for (unsigned i = 0; i < TNUMS; i++) {
            for (uint64_t low = 0; low < 1 << BITS; low++) {
                check_nearest(all[i], low << at[p], at[p]);
                check_nearest(all[i], (low << at[p]) + 1, at[p]);
                check_nearest(all[i], (low << at[p]) - 1, at[p]);
            }
        }
    }
}

static uint64_t extended(uint64_t x, unsigned bits) {
    x &= bits_below(bits);
    return x >> (bits - 1) & 1 ? x | ~bits_below(bits) : x;
}

static uint64_t swapped(uint64_t x, unsigned width) {
    uint64_t y = 0;
    for (unsigned i = 0; i < width; i += 8) {
        y |= (x >> i & 0xff) << (width - 8 - i);
    }
    return y;
}

/* One number in, one out: the result must be the best. */
static void check_unary(struct tnum t, unsigned bits) {
    struct seen casts = {0, 0}, extends = {0, 0}, swaps = {0, 0};
    uint64_t x = t.value;
    do {
        see(&casts, x & bits_below(bits));
        see(&extends, extended(x, bits));
        see(&swaps, bits % 16 == 0 ? swapped(x, bits) : 0);
        x = next(t, x);
    } while (x != t.value);
    assert_equal(tnum_cast(t, bits), best(&casts));
    assert_equal(tnum_sign_extend(t, bits), best(&extends));
    if (bits == 16 || bits == 32 || bits == 64) {
        assert_equal(tnum_swap(t, bits), best(&swaps));
    }
}

static void casts_and_swaps_are_exact(void **state) {
    for (unsigned place = 0; place < 64; place += 3) {
        enumerate(place);
        for (unsigned i = 0; i < TNUMS; i++) {
            for (unsigned bits = 1; bits <= 64; bits++) {
                check_unary(all[i], bits);
            }
        }
    }
}

static uint64_t lshift(uint64_t x, unsigned amount, unsigned width) {
    return x << amount & bits_below(width);
}

static uint64_t rshift(uint64_t x, unsigned amount, unsigned width) {
    return (x & bits_below(width)) >> amount;
}

static uint64_t arshift(uint64_t x, unsigned amount, unsigned width) {
    return (uint64_t)((int64_t)extended(x, width) >> amount) & bits_below(width);
}

static const struct {
    uint64_t (*number)(uint64_t x, unsigned amount, unsigned width);
    tnum_shift_fn *tnum;
} shifts[] = {{lshift, tnum_lshift}, {rshift, tnum_rshift}, {arshift, tnum_arshift}};

static void check_shift(size_t shift, struct tnum t, struct tnum amount, unsigned width) {
    struct seen seen = {0, 0};
    uint64_t x = t.value;
    do {
        for (unsigned by = 0; by < width; by++) {
            /* Some held amount is `by` modulo the width. */
            if (((amount.value ^ by) & ~amount.mask & (width - 1)) == 0) {
                see(&seen, shifts[shift].number(x, by, width));
            }
        }
        x = next(t, x);
    } while (x != t.value);
    struct tnum any = tnum_shift_by(shifts[shift].tnum, t, amount, width);
    assert_equal(any, best(&seen));
}

static void shifts_are_exact(void **state) {
    const unsigned at[] = {0, 14, 29, 59};
    const struct tnum amounts[] = {
        {0, 0}, {1, 0},  {31, 0},  {32, 0}, {63, 0},           {64, 0},         {0, 1},
        {4, 3}, {8, 16}, {0, ~0u}, {3, 32}, {0, ~UINT64_C(3)}, {0, UINT64_MAX}, {96, 2},
    };
    for (size_t p = 0; p < COUNT(at); p++) {
        enumerate(at[p]);
        for (unsigned i = 0; i < TNUMS; i++) {
            for (size_t a = 0; a < COUNT(amounts) * COUNT(shifts); a++) {
                check_shift(a % 3, all[i], amounts[a / 3], 32);
                check_shift(a % 3, all[i], amounts[a / 3], 64);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(operations_hold_every_result),
        cmocka_unit_test(long_products_keep_low_bits),
        cmocka_unit_test(unions_and_intersections_are_exact),
        cmocka_unit_test(ranges_keep_common_upper_bits),
        cmocka_unit_test(nearest_numbers_are_found),
        cmocka_unit_test(casts_and_swaps_are_exact),
        cmocka_unit_test(shifts_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
