/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars of a few numbers, at 0 and at the borders of the widths, against all these numbers: what
 * insns and conditions make of them is held by what is said of the result. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "scalar_reference.h"
#include "scalar_set.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

enum { WINDOW = 8, MAX_NUMBERS = 32, MAX_SCALARS = 1000 };

/* A scalar and the numbers it holds, which are few. */
struct sample {
    struct scalar scalar;
    uint64_t numbers[MAX_NUMBERS];
    unsigned count;
};

static struct sample samples[MAX_SCALARS];
static unsigned sample_count;

/* Where the samples are: windows of eight numbers from here on. */
static const uint64_t windows[] = {
    0,
    (uint64_t)-4,
    0x7ffffffc,
    0xfffffffc,
    0x7ffffffffffffffc,
    0xffffffff7ffffffc,
    0xfffffffefffffffc,
};

static bool is_new(const struct scalar *s) {
    for (unsigned i = 0; i < sample_count; i++) {
        if (scalar_equal(&samples[i].scalar, s)) {
            return false;
        }
    }
    return true;
}

/* The numbers from base + min to base + max that have the bits of `low`. */
static struct sample make_sample(uint64_t base, unsigned min, unsigned max, struct tnum low) {
    struct sample sample = {.scalar = scalar_unknown(), .count = 0};
    struct ref_set set = {.any = false};
    for (unsigned i = min; i <= max; i++) {
        if (tnum_holds(low, base + i)) {
            struct ref_set single = ref_single(base + i);
            ref_unite(&set, &single);
            sample.numbers[sample.count++] = base + i;
        }
    }
    if (sample.count) {
        sample.scalar = ref_best(&set);
        assert_true(scalar_sync(&sample.scalar));
    }
    return sample;
}

/* The digits, 0, 1 and unknown, of `bits` places; those above are unknown. */
static struct tnum digits_tnum(unsigned digits, unsigned bits) {
    struct tnum t = {.mask = ~bits_below(bits)};
    for (unsigned bit = 0; bit < bits; bit++, digits /= 3) {
        t.value |= (uint64_t)(digits % 3 == 1) << bit;
        t.mask |= (uint64_t)(digits % 3 == 2) << bit;
    }
    return t;
}

static int make_samples(void **state) {
    for (size_t w = 0; w < sizeof windows / sizeof *windows; w++) {
        for (unsigned range = 0; range < WINDOW * WINDOW; range++) {
            for (unsigned digits = 0; digits < 27 && range / WINDOW <= range % WINDOW; digits++) {
                struct sample sample =
                    make_sample(windows[w], range / WINDOW, range % WINDOW, digits_tnum(digits, 3));
                if (sample.count && is_new(&sample.scalar)) {
                    assert_true(sample_count < MAX_SCALARS);
                    samples[sample_count++] = sample;
                }
            }
        }
    }
    return 0;
}

/* A sample may hold more than it lists, where its parts cannot say what is missing. */
static void samples_hold_what_they_list(void **state) {
    for (unsigned i = 0; i < sample_count; i++) {
        for (unsigned j = 0; j < samples[i].count; j++) {
            assert_true(scalar_holds(&samples[i].scalar, samples[i].numbers[j]));
        }
    }
    print_message("%u samples\n", sample_count);
    assert_true(sample_count > 300);
}

static struct ref_set results(const struct insn *insn, bool big_endian, const struct sample *a,
                              const struct sample *b) {
    struct ref_set set = {.any = false};
    for (unsigned i = 0; i < a->count; i++) {
        for (unsigned j = 0; j < b->count; j++) {
            struct ref_set single =
                ref_single(ref_alu(insn, big_endian, a->numbers[i], b->numbers[j]));
            ref_unite(&set, &single);
        }
    }
    return set;
}

static void fail_alu(const struct insn *insn, const struct scalar *a, const struct scalar *b) {
    fail_msg("%s%u of [%llx, %llx] and [%llx, %llx]", op_name(insn->op), insn->width,
             (unsigned long long)a->umin, (unsigned long long)a->umax, (unsigned long long)b->umin,
             (unsigned long long)b->umax);
}

static bool is_unary(const struct insn *insn) {
    return insn->op == OP_NEG || insn->op == OP_TO_LE || insn->op == OP_TO_BE ||
           insn->op == OP_BSWAP;
}

static void insns_hold_every_result(void **state) {
    for (unsigned n = 0; n < REF_INSNS; n++) {
        unsigned best = 0, all = 0;
        for (unsigned i = 0; i < sample_count; i++) {
            /* An unary one does not look at src. */
            unsigned count = is_unary(&ref_insns[n]) ? 1 : sample_count;
            for (unsigned j = i % REF_SHARE; j < count; j += REF_SHARE) {
                const struct sample *a = &samples[i], *b = &samples[j];
                struct ref_set set = results(&ref_insns[n], i & 1, a, b);
                struct scalar result = scalar_alu(&ref_insns[n], &a->scalar, &b->scalar, i & 1);
                struct scalar least = ref_best(&set);
                if (!ref_is_held(&result, &set)) {
                    fail_alu(&ref_insns[n], &a->scalar, &b->scalar);
                }
                best += scalar_equal(&result, &least);
                all++;
            }
        }
        print_message("%s%u: %u of %u are the best there is\n", op_name(ref_insns[n].op),
                      ref_insns[n].width, best, all);
    }
}

/* Quotients, products and so on grow or shrink with each operand: without overflow their ends come
 * from ends. Signed, because differences may be below 0. */
static bool is_monotone(const struct insn *insn) {
    static const bool ops[OP_COUNT] = {
        [OP_ADD] = true, [OP_SUB] = true, [OP_MUL] = true,  [OP_DIV] = true, [OP_LSH] = true,
        [OP_RSH] = true, [OP_MOV] = true, [OP_ARSH] = true, [OP_NEG] = true, [OP_SDIV] = true,
    };
    return ops[insn->op] && insn->width == 64;
}

/* [min, max] by [min, max] of the numbers below 32, each from those of the shorter ranges. */
static void insns_hold_every_result_of_small_ranges(void **state) {
    enum { SIZE = 32 };
    static struct ref_set rows[SIZE][SIZE][SIZE]; /* dst from a to b, src y */
    static struct scalar ranges[SIZE][SIZE];
    for (unsigned a = 0; a < SIZE; a++) {
        for (unsigned b = a; b < SIZE; b++) {
            ranges[a][b] = scalar_range(a, b);
        }
    }
    for (unsigned n = 0; n < REF_INSNS; n++) {
        const struct insn *insn = &ref_insns[n];
        for (unsigned i = 0; i < SIZE * SIZE * SIZE; i++) {
            unsigned a = i / SIZE / SIZE, b = i / SIZE % SIZE, y = i % SIZE;
            if (a <= b) {
                rows[a][b][y] = ref_single(ref_alu(insn, false, b, y));
                if (a < b) {
                    ref_unite(&rows[a][b][y], &rows[a][b - 1][y]);
                }
            }
        }
        for (unsigned i = n % REF_SHARE; i < SIZE * SIZE * SIZE; i += REF_SHARE) {
            unsigned a = i / SIZE / SIZE, b = i / SIZE % SIZE, low = i % SIZE;
            struct ref_set set = {.any = false};
            for (unsigned high = low; a <= b && high < SIZE; high++) {
                ref_unite(&set, &rows[a][b][high]);
                struct scalar result = scalar_alu(insn, &ranges[a][b], &ranges[low][high], false);
                if (!ref_is_held(&result, &set)) {
                    fail_alu(insn, &ranges[a][b], &ranges[low][high]);
                }
                if (is_monotone(insn)) {
                    assert_true(result.smin == set.ranges.smin && result.smax == set.ranges.smax);
                }
            }
        }
    }
}

static void check_sample(const struct sample *a, const struct sample *b) {
    for (unsigned n = 0; n < REF_INSNS; n++) {
        struct ref_set set = results(&ref_insns[n], false, a, b);
        struct scalar result = scalar_alu(&ref_insns[n], &a->scalar, &b->scalar, false);
        if (!ref_is_held(&result, &set)) {
            fail_alu(&ref_insns[n], &a->scalar, &b->scalar);
        }
    }
}

/* Every range within 32 numbers with every tristate number of five places. */
static void insns_hold_every_result_of_five_bits(void **state) {
    static const uint64_t bases[] = {0, 0xfffffff0};
    const struct sample by[] = {make_sample(0, 3, 3, tnum_unknown()),
                                make_sample((uint64_t)-2, 0, 5, digits_tnum(2, 1))};
    for (unsigned i = 0; i < 2 * 32 * 32 * 243; i += REF_SHARE) {
        unsigned min = i / 243 % 32, max = i / 243 / 32 % 32;
        if (min <= max) {
            struct sample a =
                make_sample(bases[i / 243 / 32 / 32], min, max, digits_tnum(i % 243, 5));
            if (a.count) {
                check_sample(&a, &by[0]);
                check_sample(&a, &by[1]);
            }
        }
    }
}

/* Pairs for which the condition is so; what both operands can be then. */
struct outcome {
    struct ref_set a, b;
};

static struct outcome outcome_of(enum op op, unsigned width, bool holds,
                                 const struct sample *const pair[2]) {
    struct outcome outcome = {.a.any = false};
    for (unsigned i = 0; i < pair[0]->count; i++) {
        for (unsigned j = 0; j < pair[1]->count; j++) {
            uint64_t x = pair[0]->numbers[i], y = pair[1]->numbers[j];
            if (ref_branch(op, width, x, y) == holds) {
                struct ref_set a = ref_single(x), b = ref_single(y);
                ref_unite(&outcome.a, &a);
                ref_unite(&outcome.b, &b);
            }
        }
    }
    return outcome;
}

struct refine_counts {
    unsigned possible, best, impossible, found, compared;
};

static void check_refine(enum op op, unsigned width, const struct sample *const pair[2],
                         struct refine_counts *counts) {
    int known = scalar_compare(op, width, &pair[0]->scalar, &pair[1]->scalar);
    for (int holds = 0; holds < 2; holds++) {
        struct outcome outcome = outcome_of(op, width, holds, pair);
        struct scalar a = pair[0]->scalar, b = pair[1]->scalar;
        bool possible = scalar_refine(op, width, holds, &a, &b);
        assert_true(!outcome.a.any || (possible && known != !holds));
        assert_true(ref_is_held(&a, &outcome.a) && ref_is_held(&b, &outcome.b));
        assert_true(scalar_includes(&pair[0]->scalar, &a));
        assert_true(scalar_includes(&pair[1]->scalar, &b));
        /* When nothing is left, they are what they were. */
        assert_true(possible ||
                    (scalar_equal(&a, &pair[0]->scalar) && scalar_equal(&b, &pair[1]->scalar)));
        if (outcome.a.any) {
            struct scalar best_a = ref_best(&outcome.a), best_b = ref_best(&outcome.b);
            counts->possible++;
            counts->best += scalar_equal(&a, &best_a) && scalar_equal(&b, &best_b);
        } else {
            counts->impossible++;
            counts->found += !possible;
            counts->compared += known == !holds;
        }
    }
}

static void conditions_keep_what_fulfils_them(void **state) {
    for (unsigned n = 0; n < REF_BRANCHES * 2; n++) {
        enum op op = ref_branches[n / 2];
        unsigned width = n % 2 ? 64 : 32;
        struct refine_counts counts = {0};
        for (unsigned i = 0; i < sample_count; i++) {
            for (unsigned j = i % REF_SHARE; j < sample_count; j += REF_SHARE) {
                const struct sample *const pair[2] = {&samples[i], &samples[j]};
                check_refine(op, width, pair, &counts);
            }
        }
        print_message("%s%u: %u of %u are the best there is, %u of %u found impossible\n",
                      op_name(op), width, counts.best, counts.possible, counts.found,
                      counts.impossible);
        /* That nothing is left shows in ranges and bits, but for two sets of bits. */
        assert_true(counts.found > 0 && counts.compared > 0);
        assert_true(op == OP_JSET || counts.found == counts.impossible);
        assert_true(op == OP_JSET || counts.compared == counts.impossible);
    }
}

static void check_pair(const struct sample *a, const struct sample *b) {
    struct ref_set both = {.any = false}, common = {.any = false};
    for (unsigned i = 0; i < a->count + b->count; i++) {
        uint64_t x = i < a->count ? a->numbers[i] : b->numbers[i - a->count];
        struct ref_set single = ref_single(x);
        ref_unite(&both, &single);
        if (scalar_holds(&a->scalar, x) && scalar_holds(&b->scalar, x)) {
            ref_unite(&common, &single);
        }
    }
    struct scalar joined = scalar_join(&a->scalar, &b->scalar), met = a->scalar;
    struct scalar widened = scalar_widen(&a->scalar, &b->scalar);
    assert_true(ref_is_held(&joined, &both));
    assert_true(scalar_includes(&joined, &a->scalar) && scalar_includes(&joined, &b->scalar));
    assert_true(ref_is_held(&widened, &both));
    assert_true(scalar_includes(&widened, &joined));
    bool possible = scalar_meet(&met, &b->scalar);
    assert_true(possible || (!common.any && scalar_equal(&met, &a->scalar)));
    assert_true(ref_is_held(&met, &common));
    assert_true(scalar_includes(&a->scalar, &met));
    assert_true(!possible || scalar_includes(&b->scalar, &met));
}

static void joins_and_meets_bound_both(void **state) {
    for (unsigned i = 0; i < sample_count; i++) {
        for (unsigned j = i % REF_SHARE; j < sample_count; j += REF_SHARE) {
            check_pair(&samples[i], &samples[j]);
        }
    }
}

static void extensions_hold_every_result(void **state) {
    for (unsigned i = 0; i < sample_count; i++) {
        for (unsigned bits = 1; bits <= 64; bits++) {
            struct ref_set zero = {.any = false}, sign = {.any = false};
            for (unsigned j = 0; j < samples[i].count; j++) {
                uint64_t x = samples[i].numbers[j];
                struct ref_set z = ref_single(ref_truncate(x, bits));
                struct ref_set s = ref_single((uint64_t)ref_signed(x, bits));
                ref_unite(&zero, &z);
                ref_unite(&sign, &s);
            }
            struct scalar z = scalar_zero_extend(&samples[i].scalar, bits);
            struct scalar s = scalar_sign_extend(&samples[i].scalar, bits);
            assert_true(ref_is_held(&z, &zero) && ref_is_held(&s, &sign));
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(samples_hold_what_they_list),
        cmocka_unit_test(insns_hold_every_result),
        cmocka_unit_test(insns_hold_every_result_of_small_ranges),
        cmocka_unit_test(insns_hold_every_result_of_five_bits),
        cmocka_unit_test(conditions_keep_what_fulfils_them),
        cmocka_unit_test(joins_and_meets_bound_both),
        cmocka_unit_test(extensions_hold_every_result),
    };
    return cmocka_run_group_tests(tests, make_samples, NULL);
}
