/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit arithmetic: through C operators, which call the target's own names (__udivdi3,
 * __aeabi_uldivmod, __atomic_fetch_add_8, ...), and directly, against one bit a step. */
#include "libcalls/libcalls.h"

#include "selftest.h"

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
int64_t __moddi3(int64_t dividend, int64_t divisor);
uint64_t __ashldi3(uint64_t value, int count);
uint64_t __lshrdi3(uint64_t value, int count);
int64_t __ashrdi3(int64_t value, int count);
uint64_t __muldi3(uint64_t left, uint64_t right);
uint32_t __bswapsi2(uint32_t value);
uint64_t __bswapdi2(uint64_t value);
int __clzsi2(uint32_t value);
int __clzdi2(uint64_t value);
int __ctzsi2(uint32_t value);
int __ctzdi2(uint64_t value);
int __popcountsi2(uint32_t value);
int __popcountdi2(uint64_t value);

static const uint64_t edges[] = {
    0,
    1,
    2,
    3,
    7,
    10,
    0xff,
    0x7fff,
    0x8000,
    0xffff,
    0x10000,
    0x10001,
    0x7fffffff,
    0x80000000,
    0x80000001,
    0xfffeffff,
    0xffff0000,
    0xffffffff,
    1ull << 32,
    0x100000001,
    0x1ffffffff,
    0xffffffff00000000,
    0x7fffffffffffffff,
    1ull << 63,
    0x8000000000000001,
    0xffff0000ffff0000,
    0xfffffffffffffffe,
    0xffffffffffffffff,
};

enum { EDGES = sizeof(edges) / sizeof(edges[0]), RANDOM_PAIRS = 20000 };

/* Kept from the compiler, which would compute at translation time. */
static volatile uint64_t opaque;

static uint64_t hide(uint64_t value) {
    opaque = value;
    return opaque;
}

static uint64_t reference_divide(uint64_t n, uint64_t d, uint64_t *remainder) {
    uint64_t quotient = 0;
    uint64_t rest = 0;
    for (int bit = 63; bit >= 0; bit--) {
        bool carry = rest >> 63;
        rest = rest << 1 | (n >> bit & 1);
        if (carry || rest >= d) {
            rest -= d;
            quotient |= 1ull << bit;
        }
    }
    *remainder = rest;
    return quotient;
}

static void check_signed(int64_t n, int64_t d) {
    uint64_t rest;
    uint64_t quotient = reference_divide(n < 0 ? -(uint64_t)n : (uint64_t)n,
                                         d < 0 ? -(uint64_t)d : (uint64_t)d, &rest);
    int64_t q = (int64_t)((n < 0) != (d < 0) ? -quotient : quotient);
    int64_t r = (int64_t)(n < 0 ? -rest : rest);
    CHECK(__divdi3(n, d) == q);
    CHECK(__moddi3(n, d) == r);
    if (n == INT64_MIN && d == -1) {
        return; /* undefined for the operator */
    }
    CHECK(n / d == q);
    CHECK(n % d == r);
}

static void check_divisions(uint64_t n, uint64_t d) {
    uint64_t rest;
    uint64_t unused;
    if (d == 0) {
        return;
    }
    uint64_t quotient = reference_divide(n, d, &rest);
    CHECK(__udivmoddi4(n, d, &unused) == quotient && unused == rest);
    CHECK(__udivdi3(n, d) == quotient);
    CHECK(__umoddi3(n, d) == rest);
    n = hide(n);
    d = hide(d);
    CHECK(n / d == quotient);
    CHECK(n % d == rest);
    check_signed((int64_t)n, (int64_t)d);
}

static void check_divisions32(uint32_t n, uint32_t d) {
    if (d == 0) {
        return;
    }
    uint64_t rest;
    uint32_t quotient = (uint32_t)reference_divide(n, d, &rest);
    struct rt_div32 result = bpf_aot_divide32(n, d);
    CHECK(result.quotient == quotient && result.remainder == rest);
    n = (uint32_t)hide(n);
    d = (uint32_t)hide(d);
    CHECK(n / d == quotient && n % d == rest);
    int32_t sn = (int32_t)n;
    int32_t sd = (int32_t)d;
    if (sn == INT32_MIN && sd == -1) {
        return;
    }
    int64_t sq = (int64_t)reference_divide(sn < 0 ? -(uint64_t)sn : (uint64_t)sn,
                                           sd < 0 ? -(uint64_t)sd : (uint64_t)sd, &rest);
    CHECK(sn / sd == ((sn < 0) != (sd < 0) ? -sq : sq));
    CHECK(sn % sd == (sn < 0 ? -(int64_t)rest : (int64_t)rest));
}

static void divisions_of_edge_values(void) {
    for (uint32_t i = 0; i < EDGES; i++) {
        for (uint32_t j = 0; j < EDGES; j++) {
            check_divisions(edges[i], edges[j]);
            check_divisions32((uint32_t)edges[i], (uint32_t)edges[j]);
        }
    }
}

static void divisions_of_random_values(void) {
    for (uint32_t i = 0; i < RANDOM_PAIRS; i++) {
        uint64_t n = selftest_random();
        uint64_t d = selftest_random();
        check_divisions(n, d);
        check_divisions(n, d >> 32);
        check_divisions32((uint32_t)n, (uint32_t)d);
    }
}

static void division_by_zero_ends(void) {
    uint64_t rest = 1;
    CHECK(__udivmoddi4(7, 0, &rest) == 0 && rest == 7);
    CHECK(__udivmoddi4(7, 2, NULL) == 3);
    CHECK(bpf_aot_divide32(7, 0).quotient == 0 && bpf_aot_divide32(7, 0).remainder == 7);
    CHECK(__divdi3(INT64_MIN, -1) == INT64_MIN && __moddi3(INT64_MIN, -1) == 0);
}

/* By single bits, so that no shift by a variable is involved. */
static void shifts_move_bits(void) {
    for (uint32_t i = 0; i < EDGES; i++) {
        uint64_t up = edges[i];
        uint64_t down = edges[i];
        int64_t signed_down = (int64_t)edges[i];
        for (int count = 0; count < 64; count++) {
            int hidden = (int)hide((uint64_t)count);
            CHECK(__ashldi3(edges[i], count) == up && edges[i] << hidden == up);
            CHECK(__lshrdi3(edges[i], count) == down && edges[i] >> hidden == down);
            CHECK(__ashrdi3((int64_t)edges[i], count) == signed_down);
            CHECK((int64_t)edges[i] >> hidden == signed_down);
            up += up;
            down >>= 1;
            signed_down =
                (int64_t)((uint64_t)signed_down >> 1 | ((uint64_t)signed_down & 1ull << 63));
        }
    }
}

static void products_are_sums(void) {
    for (uint32_t i = 0; i < EDGES; i++) {
        for (uint32_t j = 0; j < EDGES; j++) {
            uint64_t product = 0;
            uint64_t addend = edges[i];
            for (int bit = 0; bit < 64; bit++, addend += addend) {
                product += edges[j] >> bit & 1 ? addend : 0;
            }
            CHECK(__muldi3(edges[i], edges[j]) == product);
            CHECK(hide(edges[i]) * edges[j] == product);
        }
    }
}

static void check_bits(uint64_t value) {
    int leading = 0;
    int trailing = 0;
    int ones = 0;
    uint64_t swapped = 0;
    while (leading < 64 && !(value >> (63 - leading) & 1)) {
        leading++;
    }
    while (trailing < 64 && !(value >> trailing & 1)) {
        trailing++;
    }
    for (int bit = 0; bit < 64; bit++) {
        ones += (int)(value >> bit & 1);
        swapped |= (value >> bit & 1) << (56 - (bit & 56) + (bit & 7));
    }
    CHECK(__popcountdi2(value) == ones);
    CHECK(__bswapdi2(value) == swapped);
    CHECK(__bswapsi2((uint32_t)value) == swapped >> 32);
    if (value) {
        CHECK(__clzdi2(value) == leading);
        CHECK(__ctzdi2(value) == trailing);
    }
    if (value && value >> 32 == 0) {
        CHECK(__clzsi2((uint32_t)value) == leading - 32);
        CHECK(__ctzsi2((uint32_t)value) == trailing);
        CHECK(__popcountsi2((uint32_t)value) == ones);
    }
}

static void bits_are_counted(void) {
    for (uint32_t i = 0; i < EDGES; i++) {
        check_bits(edges[i]);
    }
    for (uint32_t i = 0; i < 2000; i++) {
        check_bits(selftest_random());
    }
}

static void atomics_have_64_bits(void) {
    static uint64_t cell = 0xfffffffe;
    CHECK(__atomic_fetch_add(&cell, 3, __ATOMIC_SEQ_CST) == 0xfffffffe);
    CHECK(__atomic_load_n(&cell, __ATOMIC_ACQUIRE) == 0x100000001);
    CHECK(__atomic_fetch_sub(&cell, 2, __ATOMIC_RELAXED) == 0x100000001);
    CHECK(__atomic_fetch_and(&cell, 0xff, __ATOMIC_SEQ_CST) == 0xffffffff);
    CHECK(__atomic_fetch_or(&cell, 1ull << 40, __ATOMIC_SEQ_CST) == 0xff);
    CHECK(__atomic_fetch_xor(&cell, 0xf0, __ATOMIC_SEQ_CST) == 0x100000000ff);
    CHECK(__atomic_exchange_n(&cell, 5, __ATOMIC_SEQ_CST) == 0x1000000000f);
    uint64_t old = 4;
    CHECK(!__atomic_compare_exchange_n(&cell, &old, 9, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
    CHECK(old == 5);
    CHECK(__atomic_compare_exchange_n(&cell, &old, 9, false, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED));
    CHECK(cell == 9);
    __atomic_store_n(&cell, 1ull << 63, __ATOMIC_RELEASE);
    CHECK(cell == 1ull << 63);
}

const struct selftest arithmetic_tests[] = {
    {"divisions of edge values", divisions_of_edge_values},
    {"divisions of random values", divisions_of_random_values},
    {"division by zero ends", division_by_zero_ends},
    {"shifts move bits", shifts_move_bits},
    {"products are sums", products_are_sums},
    {"bits are counted", bits_are_counted},
    {"atomics have 64 bits", atomics_have_64_bits},
    {NULL, NULL},
};
