/* SPDX-License-Identifier: Apache-2.0 */
/* The lattice of facts over values with a provenance: what holds a value still does once it is
 * joined or widened, and chains of widenings end. Classes of joined states are those of both. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include "facts/state.h"

/* Last: it has a macro fail(). */
#include <cmocka.h>

enum { CASES = 200000, OBJECTS = 2, OBJECT_BYTES = 64 };

static uint64_t seed = 1;

/* splitmix64 */
static uint64_t random_64(void) {
    uint64_t x = seed += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return x ^ x >> 31;
}

static unsigned below(unsigned limit) {
    return (unsigned)(random_64() % limit);
}

/* A number, or an address: which object of which kind, and how far from its start. */
struct value {
    enum kind kind; /* KIND_SCALAR: a number */
    uint32_t object;
    uint64_t number; /* or offset */
};

static const enum kind kinds[] = {
    KIND_SCALAR, KIND_SCALAR, KIND_CTX,       KIND_FRAME, KIND_PACKET, KIND_PACKET_END,
    KIND_MAP,    KIND_DATA,   KIND_MAP_VALUE, KIND_FUNC,  KIND_MEMORY,
};

static bool is_handle(enum kind kind) {
    return kind == KIND_CTX || kind == KIND_MAP;
}

static bool is_sized(enum kind kind) {
    return kind == KIND_DATA || kind == KIND_MAP_VALUE || kind == KIND_MEMORY;
}

/* Objects lie far from each other and from 0. */
static uint64_t address_of(const struct value *v) {
    uint64_t base = v->kind == KIND_SCALAR ? 0 : ((uint64_t)v->kind * OBJECTS + v->object) << 40;
    return base + v->number;
}

static bool number_holds(const struct fact *fact, uint64_t number) {
    return scalar_holds(&fact->num, number) && !(fact->excludes && fact->excluded == number);
}

static bool object_holds(const struct fact *fact, const struct value *v) {
    if (fact->kind == KIND_CTX) {
        return fact->object & 1u << v->object;
    }
    return fact->object == OBJECT_UNKNOWN || fact->object == OBJECT_SOME_ACQUIRED ||
           fact->object == v->object;
}

static bool holds(const struct fact *fact, const struct value *v) {
    if (fact->kind == KIND_LOST || fact->kind == KIND_STALE) {
        return true;
    }
    if (fact->kind == KIND_SCALAR) {
        return !is_handle(v->kind) && number_holds(fact, address_of(v));
    }
    if (v->kind == KIND_SCALAR) {
        return fact->maybe_null && number_holds(fact, v->number);
    }
    bool any = fact->kind == KIND_MEMORY && fact->object >= OBJECT_SOME_ACQUIRED &&
               !is_handle(v->kind) && v->kind != KIND_FRAME;
    bool fits = fact->size == 0 || (is_sized(v->kind) && fact->size <= OBJECT_BYTES);
    return (any || (fact->kind == v->kind && object_holds(fact, v))) && fits &&
           number_holds(fact, v->number);
}

static struct value random_value(void) {
    enum kind kind = kinds[below(sizeof(kinds) / sizeof(kinds[0]))];
    uint64_t number = below(2) ? below(4) * 8 : random_64() >> below(64);
    if (kind != KIND_SCALAR) {
        number = (uint64_t)((int64_t)below(64) - 16);
        number = below(2) ? 0 : number;
    }
    return (struct value){.kind = kind, .object = below(OBJECTS), .number = number};
}

static struct scalar random_range(uint64_t x) {
    uint64_t down = random_64() >> below(64), up = random_64() >> below(64);
    int64_t low, high;
    switch (below(4)) {
    case 0:
        return scalar_constant(x);
    case 1:
        return scalar_range(x < down ? 0 : x - down, x > UINT64_MAX - up ? UINT64_MAX : x + up);
    case 2:
        low = __builtin_sub_overflow((int64_t)x, (int64_t)(down >> 1), &low) ? INT64_MIN : low;
        high = __builtin_add_overflow((int64_t)x, (int64_t)(up >> 1), &high) ? INT64_MAX : high;
        return scalar_signed_range(low, high);
    default:
        return scalar_unknown();
    }
}

static void set_random_excluded(struct fact *fact, uint64_t not) {
    fact->excluded = below(4) * 8;
    fact->excludes = below(2) && fact->excluded != not;
    fact->excluded = fact->excludes ? fact->excluded : 0;
}

/* A fact that holds the value. */
static struct fact random_fact(const struct value *v) {
    struct scalar range = random_range(v->number);
    struct fact fact = fact_number(&range);
    if (v->kind == KIND_SCALAR && v->number == 0 && below(4) == 0) {
        fact = fact_pointer(below(2) ? KIND_MAP_VALUE : KIND_MEMORY, below(OBJECTS), 0);
        fact.maybe_null = true;
        return fact;
    }
    if (v->kind != KIND_SCALAR) {
        fact.kind = v->kind;
        fact.object = v->kind == KIND_CTX ? 1u << v->object : below(3) ? v->object : OBJECT_UNKNOWN;
        fact.maybe_null = !is_handle(v->kind) && below(4) == 0;
        fact.size = is_sized(v->kind) ? below(OBJECT_BYTES + 1) : 0;
    }
    fact.undefined = v->kind == KIND_SCALAR && below(8) == 0;
    set_random_excluded(&fact, v->number);
    return below(16) ? fact : fact_lost(below(2) ? KIND_LOST : KIND_STALE);
}

static void check_holds(const char *what, const struct fact *fact, const struct value *v) {
    if (!holds(fact, v)) {
        fail_msg("%s: a fact of kind %d does not hold a value of kind %d, object %u, number %llx",
                 what, (int)fact->kind, (int)v->kind, v->object, (unsigned long long)v->number);
    }
}

static void joins_hold_both(void **state) {
    (void)state;
    for (int i = 0; i < CASES; i++) {
        struct value v = random_value(), w = random_value();
        struct fact a = random_fact(&v), b = random_fact(&w);
        check_holds("the first", &a, &v);
        check_holds("the second", &b, &w);
        struct fact joined = fact_join(&a, &b), widened = fact_widen(&a, &b);
        check_holds("join", &joined, &v);
        check_holds("join", &joined, &w);
        check_holds("widen", &widened, &v);
        check_holds("widen", &widened, &w);
        assert_int_equal(joined.undefined, a.undefined || b.undefined);
        struct fact again = fact_join(&joined, &joined);
        assert_true(fact_equal(&again, &joined));
    }
}

/* Each of the nine parts of a number has at most 13 steps, and kinds go up four times. */
static void chains_of_widenings_end(void **state) {
    (void)state;
    for (int i = 0; i < CASES / 1000; i++) {
        struct value v = random_value();
        struct fact fact = random_fact(&v);
        unsigned changes = 0;
        for (int j = 0; j < 1000; j++) {
            struct value w = random_value();
            w.kind = below(100) ? v.kind : w.kind;
            struct fact next = random_fact(&w);
            struct fact widened = fact_widen(&fact, &next);
            changes += !fact_equal(&widened, &fact);
            fact = widened;
        }
        assert_in_range(changes, 0, 9 * 13 + 8);
    }
}

/* From anything to unknown, lost, stale; and marked as undefined at any time. */
static void chains_that_are_given_up_end_at_once(void **state) {
    (void)state;
    struct bpf_aot_options options = {0};
    struct session s = {.options = &options, .object = "test"};
    struct fact_table table = {0};
    for (int i = 0; i < CASES / 1000; i++) {
        struct join join = {.s = &s, .table = &table, .live = 1, .gives_up = true};
        join.loop_head = below(2);
        struct block_state *joined = NULL;
        unsigned changes = 0;
        for (int k = 0; k < 200; k++) {
            struct value v = random_value();
            struct facts_state from = {.regs[0] = random_fact(&v)};
            const struct fact *before = joined ? joined->regs[0] : NULL;
            state_join(&join, &joined, &from);
            changes += joined->regs[0] != before;
            check_holds("given up", joined->regs[0], &v);
        }
        assert_in_range(changes, 1, 6);
    }
    arena_close(&s.arena);
}

/* Numbers that are known to differ by constants in groups, or are constants. */
static struct fact random_member(void) {
    struct fact fact = below(5) ? fact_scalar(0, 1000) : fact_constant(below(4));
    if (!fact_is_constant(&fact)) {
        fact.class = CLASS_FIRST + below(3);
        fact.delta = below(3);
    }
    return fact;
}

/* True when the distance of two facts is known. */
static bool distance(const struct fact *a, const struct fact *b, int64_t *distance) {
    bool numbers = fact_is_constant(a) && fact_is_constant(b);
    *distance = numbers ? (int64_t)(a->num.umin - b->num.umin) : a->delta - b->delta;
    return numbers || (a->class != CLASS_NONE && a->class == b->class);
}

static struct facts_state random_members(void) {
    struct facts_state state = {.escape_low = 0};
    for (int r = 0; r < REG_COUNT; r++) {
        state.regs[r] = random_member();
    }
    return state;
}

static void check_pair(const struct facts_state *old, const struct facts_state *new,
                       const struct block_state *joined, int r, int q) {
    int64_t before, after, now;
    bool was = distance(&old->regs[r], &old->regs[q], &before) &&
               distance(&new->regs[r], &new->regs[q], &after) && before == after;
    bool is =
        joined->regs[r]->class != CLASS_NONE && distance(joined->regs[r], joined->regs[q], &now);
    if (is) {
        assert_true(was);
        assert_int_equal(now, before);
    }
    bool constant = fact_is_constant(joined->regs[r]) || fact_is_constant(joined->regs[q]);
    bool numbers = fact_is_constant(&old->regs[r]) != fact_is_constant(&old->regs[q]) ||
                   fact_is_constant(&new->regs[r]) != fact_is_constant(&new->regs[q]);
    if (r != q && was && !constant && !numbers) {
        assert_true(is);
    }
}

static void joined_states_keep_the_distances_of_both(void **state) {
    (void)state;
    struct bpf_aot_options options = {0};
    struct session s = {.options = &options, .object = "test"};
    struct fact_table table = {0};
    for (int i = 0; i < CASES / 20; i++) {
        struct facts_state old = random_members(), new = random_members(), copy;
        struct join join = {
            .s = &s,
            .table = &table,
            .first_class = CLASS_FIRST + 100,
            .own_classes = REG_COUNT,
            .live = (1 << REG_COUNT) - 1,
            .widen = below(2),
        };
        struct block_state *joined = NULL;
        copy = old;
        assert_true(state_join(&join, &joined, &copy));
        copy = new;
        join.loop_head = below(2);
        state_join(&join, &joined, &copy);
        for (int r = 0; r < REG_FP; r++) {
            for (int q = 0; q < REG_FP; q++) {
                check_pair(&old, &new, joined, r, q);
            }
        }
        copy = new;
        state_join(&join, &joined, &copy);
        copy = new;
        assert_false(state_join(&join, &joined, &copy));
    }
    arena_close(&s.arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(joins_hold_both),
        cmocka_unit_test(chains_of_widenings_end),
        cmocka_unit_test(chains_that_are_given_up_end_at_once),
        cmocka_unit_test(joined_states_keep_the_distances_of_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
