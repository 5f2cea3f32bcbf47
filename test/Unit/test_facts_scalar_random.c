/* SPDX-License-Identifier: Apache-2.0 */
/* Random numbers of 64 bits and random scalars around them: what insns and conditions make of the
 * numbers, the scalars made of the scalars hold. SCALAR_SEED and SCALAR_CASES say which and how
 * many. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "scalar_reference.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

static uint64_t seed;
static unsigned long cases;

/* splitmix64 */
static uint64_t random_64(void) {
    uint64_t x = seed += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

static unsigned random_below(unsigned limit) {
    return (unsigned)(random_64() % limit);
}

/* Of any length, and at times near a border. */
static uint64_t random_number(void) {
    static const uint64_t borders[] = {0,          0x80,       0x8000,     0x7fffffff, 0x80000000,
                                       0xffffffff, 1ull << 32, 1ull << 63, UINT64_MAX};
    uint64_t x = random_64() >> random_below(64);
    if (random_below(3) == 0) {
        x = borders[random_below(9)] + random_below(33) - 16;
    }
    return random_below(4) ? x : 0 - x;
}

/* How far an end is from the number: often not at all, or without end. */
static uint64_t random_gap(void) {
    switch (random_below(4)) {
    case 0:
        return 0;
    case 1:
        return UINT64_MAX;
    default:
        return random_64() >> random_below(64);
    }
}

/* Ends on both sides of x that do not leave [least, greatest], in the order of unsigned. */
static void random_ends(uint64_t x, uint64_t greatest, uint64_t *min, uint64_t *max) {
    uint64_t down = random_gap(), up = random_gap();
    *min = down > x ? 0 : x - down;
    *max = up > greatest - x ? greatest : x + up;
}

/* Of the parts, some know something. */
static struct scalar random_scalar(uint64_t x) {
    const uint64_t sign = UINT64_C(1) << 63, sign32 = UINT64_C(1) << 31;
    struct scalar s = scalar_unknown();
    uint64_t min, max;
    unsigned known = random_below(32);
    if (known & 1) {
        uint64_t mask = random_64() & (random_below(2) ? random_64() : UINT64_MAX);
        mask = random_below(2) ? mask : random_64() << random_below(64);
        s.bits = (struct tnum){.value = x & ~mask, .mask = mask};
    }
    if (known & 2) {
        random_ends(x, UINT64_MAX, &s.umin, &s.umax);
    }
    if (known & 4) {
        random_ends(x ^ sign, UINT64_MAX, &min, &max);
        s.smin = (int64_t)(min ^ sign);
        s.smax = (int64_t)(max ^ sign);
    }
    if (known & 8) {
        random_ends((uint32_t)x, UINT32_MAX, &min, &max);
        s.umin32 = (uint32_t)min;
        s.umax32 = (uint32_t)max;
    }
    if (known & 16) {
        random_ends((uint32_t)x ^ sign32, UINT32_MAX, &min, &max);
        s.smin32 = (int32_t)(min ^ sign32);
        s.smax32 = (int32_t)(max ^ sign32);
    }
    return s;
}

static void check_holds(const struct scalar *s, uint64_t x, const char *what, uint64_t at) {
    if (!scalar_holds(s, x)) {
        fail_msg("%s: %llx is not held; SCALAR_SEED=%llu SCALAR_CASES=1", what,
                 (unsigned long long)x, (unsigned long long)at);
    }
}

static void check_sync(struct scalar *s, uint64_t x, uint64_t at) {
    struct scalar before = *s;
    assert_true(scalar_sync(s));
    check_holds(s, x, "sync", at);
    assert_true(scalar_includes(&before, s));
}

static void check_insn(const struct scalar *a, const struct scalar *b, uint64_t x, uint64_t y,
                       uint64_t at) {
    const struct insn *insn = &ref_insns[random_below(REF_INSNS)];
    bool big_endian = random_below(2);
    struct scalar result = scalar_alu(insn, a, b, big_endian);
    check_holds(&result, ref_alu(insn, big_endian, x, y), op_name(insn->op), at);
}

static void check_branch(struct scalar a, struct scalar b, uint64_t x, uint64_t y, uint64_t at) {
    enum op op = ref_branches[random_below(REF_BRANCHES)];
    unsigned width = random_below(2) ? 32 : 64;
    bool holds = ref_branch(op, width, x, y);
    int known = scalar_compare(op, width, &a, &b);
    if (known == !holds || !scalar_refine(op, width, holds, &a, &b)) {
        fail_msg("%s%u is not as it is known; SCALAR_SEED=%llu SCALAR_CASES=1", op_name(op), width,
                 (unsigned long long)at);
    }
    check_holds(&a, x, op_name(op), at);
    check_holds(&b, y, op_name(op), at);
}

static void check_both(const struct scalar *a, const struct scalar *b, uint64_t x, uint64_t y,
                       uint64_t at) {
    struct scalar joined = scalar_join(a, b), widened = scalar_widen(a, b);
    check_holds(&joined, x, "join", at);
    check_holds(&joined, y, "join", at);
    assert_true(scalar_includes(&widened, &joined));
    struct scalar around = random_scalar(x), met = *a;
    assert_true(scalar_meet(&met, &around));
    check_holds(&met, x, "meet", at);
    unsigned bits = 1 + random_below(64);
    struct scalar zero = scalar_zero_extend(a, bits), sign = scalar_sign_extend(a, bits);
    check_holds(&zero, ref_truncate(x, bits), "zero extension", at);
    check_holds(&sign, (uint64_t)ref_signed(x, bits), "sign extension", at);
}

static void random_scalars_hold_every_result(void **state) {
    for (unsigned long i = 0; i < cases; i++) {
        uint64_t at = seed, x = random_number(), y = random_below(8) ? random_number() : x;
        struct scalar a = random_scalar(x), b = random_scalar(y);
        if (random_below(8)) { /* also what widening left out of step */
            check_sync(&a, x, at);
            check_sync(&b, y, at);
        }
        check_insn(&a, &b, x, y, at);
        check_branch(a, b, x, y, at);
        check_both(&a, &b, x, y, at);
        seed = at + 1;
    }
}

/* What is in step is so for good: analyses compare results to see whether they changed. */
static void sync_of_what_is_in_step_changes_nothing(void **state) {
    unsigned long changed = 0;
    for (unsigned long i = 0; i < cases; i++) {
        struct scalar s = random_scalar(random_number());
        assert_true(scalar_sync(&s));
        struct scalar again = s;
        assert_true(scalar_sync(&again));
        changed += !scalar_equal(&s, &again);
    }
    assert_int_equal(changed, 0);
}

enum chain { ANY_NUMBER, NEXT_NUMBER, JUST_OUTSIDE };

/* As little outside of one part as can be. */
static uint64_t just_outside(const struct scalar *s) {
    uint64_t upper = s->umin & ~(uint64_t)UINT32_MAX;
    const uint64_t numbers[] = {
        s->umax + 1,
        s->umin - 1,
        (uint64_t)s->smax + 1,
        (uint64_t)s->smin - 1,
        upper | (uint32_t)(s->umax32 + 1),
        upper | (uint32_t)(s->umin32 - 1),
        upper | (uint32_t)((uint32_t)s->smax32 + 1),
        upper | (uint32_t)((uint32_t)s->smin32 - 1),
        s->bits.value ^ (s->bits.mask ? (s->bits.mask & -s->bits.mask) >> 1 : UINT64_C(1) << 63),
        s->bits.value ^ UINT64_C(1) << random_below(64),
    };
    return numbers[random_below(sizeof numbers / sizeof *numbers)];
}

static uint64_t next_number(enum chain chain, uint64_t x, const struct scalar *s) {
    return chain == ANY_NUMBER    ? random_number()
           : chain == NEXT_NUMBER ? x + 1 + random_below(64)
                                  : just_outside(s);
}

/* Steps of widening with ever new numbers until nothing changes any more. */
static unsigned widening_steps(bool in_step, enum chain chain) {
    uint64_t x = random_number();
    struct scalar s = scalar_constant(x);
    unsigned steps = 0;
    for (unsigned same = 0; same < 100;) {
        x = next_number(chain, x, &s);
        struct scalar other = scalar_constant(x), joined = scalar_join(&s, &other);
        struct scalar widened = scalar_widen(&s, &joined);
        assert_true(scalar_includes(&widened, &joined));
        if (in_step) {
            scalar_sync(&widened);
        }
        bool changed = !scalar_equal(&widened, &s);
        steps += changed;
        same = changed ? 0 : same + 1;
        s = widened;
        assert_true(steps < 64);
    }
    return steps;
}

static void chains_of_widenings_are_short(void **state) {
    unsigned longest[2] = {0, 0};
    for (unsigned i = 0; i < 30000; i++) {
        unsigned steps = widening_steps(i & 1, (enum chain)(i / 2 % 3));
        longest[i & 1] = steps > longest[i & 1] ? steps : longest[i & 1];
    }
    print_message("longest chain of widenings: %u, brought in step: %u\n", longest[0], longest[1]);
}

/* What needs the parts to speak with each other. */
static void parts_learn_from_each_other(void **state) {
    struct scalar s = scalar_signed_range(-1, 1);
    s.umin32 = 1;
    s.umax32 = 1;
    assert_true(scalar_sync(&s)); /* of -1, 0, 1 only 1 has the lower half 1 */
    assert_true(scalar_is_constant(&s) && s.umin == 1);

    s = scalar_range(0x100000001, 0x2fffffff0);
    s.umin32 = 0x10;
    s.umax32 = 0x20;
    assert_true(scalar_sync(&s)); /* ends move to numbers with such a lower half */
    assert_true(s.umin == 0x100000010 && s.umax == 0x200000020);

    s = scalar_range(1, 10);
    s.bits = (struct tnum){.value = 0, .mask = ~UINT64_C(3)};
    assert_true(scalar_sync(&s)); /* multiples of 4 */
    assert_true(s.umin == 4 && s.umax == 8 && s.smin32 == 4);

    s = scalar_signed_range(-5, 5);
    s.umax = 100;
    assert_true(scalar_sync(&s)); /* the negative ones are above 100 */
    assert_true(s.smin == 0 && s.umax == 5 && s.umax32 == 5);

    s = scalar_range(5, 6);
    s.umax32 = 4;
    struct scalar before = s;
    assert_false(scalar_sync(&s));
    assert_true(scalar_equal(&s, &before));
}

/* The shifts by 32 that compilers extend a sign with. */
static void sign_extension_by_shifts_is_seen(void **state) {
    const struct insn lsh = {.op = OP_LSH, .width = 64}, arsh = {.op = OP_ARSH, .width = 64};
    struct scalar amount = scalar_constant(32), s = scalar_unknown();
    s.smin32 = -7;
    s.smax32 = 9;
    s = scalar_alu(&lsh, &s, &amount, false);
    s = scalar_alu(&arsh, &s, &amount, false);
    assert_true(s.smin == -7 && s.smax == 9);
}

enum { SPEED_SAMPLES = 1024, SPEED_ROUNDS = 4 };

/* As programs have them: loads of some width, bounded numbers, unknown ones. */
static struct scalar usual_scalar(void) {
    switch (random_below(4)) {
    case 0:
        return scalar_range(0, bits_below(8 << random_below(3)));
    case 1:
        return scalar_range(random_below(16), 16 + random_below(2000));
    case 2:
        return scalar_constant(random_below(256));
    default:
        return scalar_unknown();
    }
}

static void measure(const char *what, const struct scalar *scalars) {
    double sum = 0;
    print_message("%s\n", what);
    for (unsigned n = 0; n < REF_INSNS; n++) {
        uint64_t used = 0;
        clock_t start = clock();
        for (unsigned i = 0; i < SPEED_SAMPLES * SPEED_ROUNDS; i++) {
            const struct scalar *a = &scalars[i % SPEED_SAMPLES];
            const struct scalar *b = &scalars[(i * 7 + i / SPEED_SAMPLES) % SPEED_SAMPLES];
            struct scalar s = scalar_alu(&ref_insns[n], a, b, false);
            used += s.umin;
        }
        double ns =
            (double)(clock() - start) * 1e9 / CLOCKS_PER_SEC / (SPEED_SAMPLES * SPEED_ROUNDS);
        sum += ns;
        print_message("%s%u: %.0f ns%s", op_name(ref_insns[n].op), ref_insns[n].width, ns,
                      n % 8 == 7 || n == REF_INSNS - 1 || used == 1 ? "\n" : ", ");
    }
    print_message("mean: %.0f ns\n", sum / REF_INSNS);
}

static void speed(void **state) {
    static struct scalar scalars[SPEED_SAMPLES];
    for (unsigned i = 0; i < SPEED_SAMPLES; i++) {
        scalars[i] = random_scalar(random_number());
        assert_true(scalar_sync(&scalars[i]));
    }
    measure("random scalars", scalars);
    for (unsigned i = 0; i < SPEED_SAMPLES; i++) {
        scalars[i] = usual_scalar();
    }
    measure("usual scalars", scalars);
}

static uint64_t from_environment(const char *name, uint64_t otherwise) {
    const char *value = getenv(name);
    return value ? strtoull(value, NULL, 0) : otherwise;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_scalars_hold_every_result),
        cmocka_unit_test(sync_of_what_is_in_step_changes_nothing),
        cmocka_unit_test(chains_of_widenings_are_short),
        cmocka_unit_test(parts_learn_from_each_other),
        cmocka_unit_test(sign_extension_by_shifts_is_seen),
        cmocka_unit_test(speed),
    };
    seed = from_environment("SCALAR_SEED", 1);
    cases = from_environment("SCALAR_CASES", 1000000 / REF_SHARE);
    print_message("SCALAR_SEED=%llu SCALAR_CASES=%lu\n", (unsigned long long)seed, cases);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
