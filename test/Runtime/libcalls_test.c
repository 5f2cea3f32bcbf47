/* SPDX-License-Identifier: Apache-2.0 */
/* The memory functions against byte loops, over all small sizes and alignments. */
#include "libcalls/libcalls.h"

#include "selftest.h"

enum { SIZES = 45, OFFSETS = 9, AREA = 80 };

static volatile uint8_t expected[AREA];
static uint8_t left[AREA] __attribute__((aligned(8)));
static uint8_t right[AREA] __attribute__((aligned(8)));

static void fill(void) {
    for (uint32_t i = 0; i < AREA; i++) {
        left[i] = (uint8_t)(i * 7 + 1);
        right[i] = (uint8_t)(i * 13 + 3);
        expected[i] = left[i];
    }
}

static bool left_is_expected(void) {
    for (uint32_t i = 0; i < AREA; i++) {
        if (left[i] != expected[i]) {
            return false;
        }
    }
    return true;
}

static void memcpy_copies(void) {
    for (uint32_t to = 0; to < OFFSETS; to++) {
        for (uint32_t from = 0; from < OFFSETS; from++) {
            for (uint32_t size = 0; size < SIZES; size++) {
                fill();
                for (uint32_t i = 0; i < size; i++) {
                    expected[to + i] = right[from + i];
                }
                CHECK(memcpy(left + to, right + from, size) == left + to);
                CHECK(left_is_expected());
            }
        }
    }
}

static void memmove_copies_overlapping(void) {
    for (uint32_t to = 0; to < 2 * OFFSETS; to++) {
        for (uint32_t from = 0; from < 2 * OFFSETS; from++) {
            for (uint32_t size = 0; size < SIZES; size++) {
                fill();
                for (uint32_t i = 0; i < size; i++) {
                    expected[to + i] = left[from + i];
                }
                CHECK(memmove(left + to, left + from, size) == left + to);
                CHECK(left_is_expected());
            }
        }
    }
}

static void memset_sets(void) {
    for (uint32_t to = 0; to < OFFSETS; to++) {
        for (uint32_t size = 0; size < SIZES; size++) {
            fill();
            for (uint32_t i = 0; i < size; i++) {
                expected[to + i] = 0xa5;
            }
            CHECK(memset(left + to, 0x12a5, size) == left + to);
            CHECK(left_is_expected());
        }
    }
}

static void memcmp_finds_the_first_difference(void) {
    for (uint32_t offset = 0; offset < OFFSETS; offset++) {
        for (uint32_t size = 1; size < SIZES; size++) {
            for (uint32_t at = 0; at < size; at++) {
                memset(left, 0x80, AREA);
                memset(right, 0x80, AREA);
                CHECK(memcmp(left + offset, right, size) == 0);
                CHECK(bcmp(left + offset, right, size) == 0);
                left[offset + at] = 0x81; /* unsigned: the larger one */
                right[size - 1] = (uint8_t)(at == size - 1 ? 0x7f : 0xff);
                CHECK(memcmp(left + offset, right, size) > 0);
                CHECK(memcmp(right, left + offset, size) < 0);
                CHECK(bcmp(left + offset, right, size) != 0);
                CHECK(memcmp(left + offset, right, at) == 0);
            }
        }
    }
}

static void strlen_counts(void) {
    CHECK(strlen("") == 0);
    CHECK(strlen("a\0b") == 1);
    CHECK(strlen("twelve bytes") == 12);
}

const struct selftest libcalls_tests[] = {
    {"memcpy copies", memcpy_copies},
    {"memmove copies overlapping", memmove_copies_overlapping},
    {"memset sets", memset_sets},
    {"memcmp finds the first difference", memcmp_finds_the_first_difference},
    {"strlen counts", strlen_counts},
    {NULL, NULL},
};
