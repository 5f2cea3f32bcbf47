/* SPDX-License-Identifier: Apache-2.0 */
/* Arenas: memory without keys; bpf(2) gets the errors of kernel/bpf/arena.c. */
#include "selftest.h"
#include "test_map.h"

enum { PAGE = 4096, EOPNOTSUPP = 95 };

TEST_MAP(arena, arena, 33, ARENA, 0, 0, 2, 1);

static void pages_are_there_as_a_whole(void) {
    CHECK(sizeof(arena_storage) == 2 * PAGE);
    CHECK(arena.ops->holds(&arena, 0, 2 * PAGE, true));
    CHECK(arena.ops->holds(&arena, 2 * PAGE - 8, 8, false));
    CHECK(!arena.ops->holds(&arena, 2 * PAGE - 7, 8, false));
    CHECK(!arena.ops->holds(&arena, SIZE_MAX, 1, false) &&
          !arena.ops->holds(&arena, 0, UINT32_MAX, true));
}

static void there_are_no_elements(void) {
    uint32_t key = 0;
    CHECK(!arena.ops->lookup(&arena, &key) && !arena.ops->value_on(&arena, &key, 0));
    CHECK(arena.ops->update(&arena, &key, &key, ANY) == -EOPNOTSUPP);
    CHECK(arena.ops->remove(&arena, &key) == -EOPNOTSUPP);
    CHECK(!arena.ops->next_key(&arena, NULL));
}

const struct selftest arena_tests[] = {
    {"pages are there as a whole", pages_are_there_as_a_whole},
    {"there are no elements", there_are_no_elements},
    {NULL, NULL},
};
