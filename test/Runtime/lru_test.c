/* SPDX-License-Identifier: Apache-2.0 */
/* LRU maps: which keys are given up, as tools/testing/selftests/bpf/test_lru_map.c has it for one
 * CPU. */
#include "bpf-aot/runtime.h"
#include "selftest.h"
#include "test_map.h"

#include "libcalls/libcalls.h"

/* Kernel: a lane takes half of its CPU's share at once, at most 128. */
enum { TARGET = 128, BATCH = TARGET / 2, LARGE = 2 * TARGET + BATCH };

TEST_MAP(two, lru_hash, 9, LRU, 8, 8, 2, 1);
TEST_MAP(one, lru_hash, 9, LRU, 4, 4, 1, 1);
TEST_MAP(unused_go_first, lru_hash, 9, LRU, 8, 8, LARGE, 1);
TEST_MAP(batches, lru_hash, 9, LRU, 8, 8, LARGE, 1);
TEST_MAP(rotation, lru_hash, 9, LRU, 8, 8, 2 * TARGET, 1);
TEST_MAP(deletes, lru_hash, 9, LRU, 8, 8, 6 * TARGET, 1);
TEST_MAP(percpu, lru_percpu_hash, 10, LRU, 8, 4, LARGE, 4);
TEST_MAP(lanes, lru_hash, 9, LRU, 8, 8, 16, 1);
TEST_MAP(odd, lru_hash, 9, LRU, 7, 3, 64, 1);

static long put(struct bpf_aot_map *map, uint64_t key, uint64_t flags) {
    uint64_t value = key * 3;
    return (long)bpf_aot_map_update_elem(map, &key, &value, flags);
}

static uint64_t *use(struct bpf_aot_map *map, uint64_t key) {
    return bpf_aot_map_lookup_elem(map, &key);
}

/* The host's look does not count as a use. */
static bool has(struct bpf_aot_map *map, uint64_t key) {
    return map->ops->value_on(map, &key, 0) != NULL;
}

static bool has_all(struct bpf_aot_map *map, uint64_t from, uint64_t to) {
    bool all = true;
    for (; from < to; from++) {
        all = all && has(map, from);
    }
    return all;
}

static bool put_all(struct bpf_aot_map *map, uint64_t from, uint64_t to) {
    bool all = true;
    for (; from < to; from++) {
        all = put(map, from, NOEXIST) == 0 && all;
    }
    return all;
}

static bool use_all(struct bpf_aot_map *map, uint64_t from, uint64_t to) {
    bool all = true;
    for (; from < to; from++) {
        all = use(map, from) != NULL && all;
    }
    return all;
}

static uint32_t count_keys(struct bpf_aot_map *map) {
    uint32_t count = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        count++;
    }
    return count;
}

static void used_key_stays(void) {
    CHECK(put(&two, 1, NOEXIST) == 0);
    CHECK(put(&two, 1, NOEXIST) == -17);
    CHECK(put(&two, 1, ~0ull) == -22);
    CHECK(put(&two, 1, LOCK) == -22);
    CHECK(!has(&two, 2) && put(&two, 2, EXIST) == -2);
    CHECK(put(&two, 2, NOEXIST) == 0);
    CHECK(has(&two, 2)); /* which is no use */
    CHECK(use(&two, 1) && *use(&two, 1) == 3);
    CHECK(put(&two, 3, NOEXIST) == 0);
    CHECK(has(&two, 1) && !has(&two, 2) && has(&two, 3));
    uint64_t key = 1;
    CHECK(bpf_aot_map_delete_elem(&two, &key) == 0);
    CHECK(bpf_aot_map_delete_elem(&two, &key) == -2);
    CHECK(count_keys(&two) == 1);
}

static void single_entry_makes_way(void) {
    for (uint32_t key = 0; key < 100; key++) {
        uint32_t before = key - 1;
        CHECK(bpf_aot_map_update_elem(&one, &key, &key, NOEXIST) == 0);
        CHECK(*(uint32_t *)bpf_aot_map_lookup_elem(&one, &key) == key);
        CHECK(bpf_aot_map_lookup_elem(&one, &before) == NULL);
        CHECK(count_keys(&one) == 1);
    }
}

/* test_lru_sanity1 */
static void keys_without_use_go_first(void) {
    CHECK(put_all(&unused_go_first, 1, 1 + 2 * TARGET));
    CHECK(use_all(&unused_go_first, 1, 1 + BATCH));
    CHECK(put_all(&unused_go_first, 1 + 2 * TARGET, 1 + 4 * TARGET));
    CHECK(has_all(&unused_go_first, 1, 1 + BATCH));
    CHECK(has_all(&unused_go_first, 1 + 2 * TARGET, 1 + 4 * TARGET));
    CHECK(count_keys(&unused_go_first) == LARGE);
}

/* test_lru_sanity2: an update takes an element first, even when it then finds none to change. */
static void update_gives_up_the_oldest_batch(void) {
    CHECK(put_all(&batches, 1, 1 + 2 * TARGET));
    CHECK(put(&batches, 1, EXIST) == -2);
    for (uint64_t key = 1; key <= BATCH; key++) {
        CHECK(!has(&batches, key));
        CHECK(put(&batches, key, NOEXIST) == 0 && use(&batches, key));
    }
    CHECK(put_all(&batches, 1 + 2 * TARGET, 1 + 2 * TARGET + BATCH));
    CHECK(put_all(&batches, 1 + 2 * TARGET + BATCH, 1 + 4 * TARGET + BATCH));
    CHECK(has_all(&batches, 1, 1 + BATCH));
    CHECK(has_all(&batches, 1 + 2 * TARGET + BATCH, 1 + 4 * TARGET + BATCH));
    CHECK(count_keys(&batches) == LARGE);
}

/* test_lru_sanity3 */
static void active_keys_outlive_new_ones(void) {
    CHECK(put_all(&rotation, 1, 1 + 2 * TARGET));
    CHECK(use_all(&rotation, 1, 1 + 2 * TARGET - BATCH));
    CHECK(put_all(&rotation, 1 + 2 * TARGET, 1 + 2 * TARGET + BATCH));
    CHECK(has_all(&rotation, 1, 1 + 2 * TARGET - BATCH));
    CHECK(has_all(&rotation, 1 + 2 * TARGET, 1 + 2 * TARGET + BATCH));
    CHECK(count_keys(&rotation) == 2 * TARGET);
}

/* test_lru_sanity4 */
static void deleted_entries_are_used_before_any_is_given_up(void) {
    CHECK(put_all(&deletes, 1, 1 + 2 * TARGET));
    CHECK(put(&deletes, 1, NOEXIST) == -17);
    CHECK(use_all(&deletes, 1, 1 + TARGET));
    for (uint64_t key = 1 + TARGET; key <= 2 * TARGET; key++) {
        CHECK(bpf_aot_map_delete_elem(&deletes, &key) == 0);
        CHECK(bpf_aot_map_delete_elem(&deletes, &key) == -2);
    }
    CHECK(put_all(&deletes, 1 + 2 * TARGET, 1 + 4 * TARGET));
    CHECK(has_all(&deletes, 1, 1 + TARGET));
    CHECK(has_all(&deletes, 1 + 2 * TARGET, 1 + 4 * TARGET));
    CHECK(count_keys(&deletes) == 3 * TARGET);
}

static void percpu_values_come_and_go_together(void) {
    uint64_t key = 5;
    uint32_t value = 10;
    selftest_cpu = 2;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, EXIST) == -2);
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
    uint32_t *stored = bpf_aot_map_lookup_elem(&percpu, &key);
    value = 11;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, EXIST) == 0);
    CHECK(*stored == 11); /* in place */
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == -17);
    for (uint32_t cpu = 0; cpu < 4; cpu++) {
        CHECK(*(uint32_t *)percpu.ops->value_on(&percpu, &key, cpu) == (cpu == 2 ? 11u : 0u));
    }
    for (key = 6; key < 6 + 10 * LARGE; key++) {
        CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == 0);
    }
    CHECK(has(&percpu, 5)); /* active ones stay while the others are more */
    key = 6;
    CHECK(bpf_aot_map_lookup_elem(&percpu, &key) == NULL);
    selftest_cpu = 1;
    CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, NOEXIST) == 0);
    CHECK(*(uint32_t *)percpu.ops->value_on(&percpu, &key, 1) == 11);
    CHECK(*(uint32_t *)percpu.ops->value_on(&percpu, &key, 2) == 0);
}

/* Elements that another CPU holds are taken from there. */
static void no_cpu_is_refused(void) {
    for (uint64_t key = 0; key < 1000; key++) {
        selftest_cpu = (uint32_t)key % 11;
        CHECK(put(&lanes, key, NOEXIST) == 0);
        CHECK(has(&lanes, key));
        CHECK(count_keys(&lanes) <= 16);
    }
}

static void odd_sizes_and_churn(void) {
    for (uint32_t step = 0; step < 20000; step++) {
        uint8_t key[7] = {(uint8_t)(selftest_random() % 100), 1};
        uint8_t value[3] = {key[0], 2, (uint8_t)~key[0]};
        if (selftest_random() & 3) {
            CHECK(bpf_aot_map_update_elem(&odd, key, value, ANY) == 0);
        } else {
            long status = (long)bpf_aot_map_delete_elem(&odd, key);
            CHECK(status == 0 || status == -2);
        }
        uint8_t *found = bpf_aot_map_lookup_elem(&odd, key);
        CHECK(!found || (found[0] == key[0] && found[2] == value[2]));
    }
    CHECK(count_keys(&odd) <= 64);
}

const struct selftest lru_tests[] = {
    {"used key stays", used_key_stays},
    {"single entry makes way", single_entry_makes_way},
    {"keys without use go first", keys_without_use_go_first},
    {"update gives up the oldest batch", update_gives_up_the_oldest_batch},
    {"active keys outlive new ones", active_keys_outlive_new_ones},
    {"deleted entries are used before any is given up",
     deleted_entries_are_used_before_any_is_given_up},
    {"percpu values come and go together", percpu_values_come_and_go_together},
    {"no CPU is refused", no_cpu_is_refused},
    {"odd sizes and churn", odd_sizes_and_churn},
    {NULL, NULL},
};
