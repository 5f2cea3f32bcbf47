/* SPDX-License-Identifier: Apache-2.0 */
/* Locks: what a run may do with them, and that updates leave fields alone. */
#include "libcalls/libcalls.h"
#include "maps/fields.h"
#include "selftest.h"
#include "test_map.h"

struct value {
    uint32_t before, lock, after;
};

static const struct bpf_aot_field fields[] = {{BPF_AOT_FIELD_LOCK, 4}, {0, 0}};
TEST_MAP(array, array, 2, ARRAY, 4, 12, 2, 1);
TEST_MAP(hash, hash, 1, HASH, 4, 12, 2, 1);

static struct bpf_aot_run run;

static void a_run_holds_one_lock(void) {
    uint32_t first = 0, second = 0;
    run = (struct bpf_aot_run){0};
    bpf_aot_spin_lock(&first, &run);
    CHECK(first == 1 && run.held_count == 1);
    bpf_aot_spin_lock(&second, &run);
    CHECK(run.aborted && second == 0);
    bpf_aot_release_all(&run);
    CHECK(first == 0 && run.held_count == 0);
    run = (struct bpf_aot_run){0};
    bpf_aot_spin_lock(&first, &run);
    bpf_aot_spin_lock(&first, &run); /* the same does not hang */
    CHECK(run.aborted && run.held_count == 1);
    bpf_aot_release_all(&run);
    run = (struct bpf_aot_run){0};
    bpf_aot_spin_lock(&first, &run);
    bpf_aot_spin_unlock(&first, &run);
    CHECK(!run.aborted && first == 0 && run.held_count == 0);
    bpf_aot_spin_unlock(&first, &run);
    CHECK(run.aborted);
}

static void a_lock_that_stays_taken_ends_the_run(void) {
    uint32_t lock = 1;
    run = (struct bpf_aot_run){0};
    bpf_aot_spin_lock(&lock, &run);
    CHECK(run.aborted && lock == 1 && run.held_count == 0);
}

static void updates_leave_locks_alone(struct bpf_aot_map *map) {
    uint32_t key = 1;
    struct value from = {1, 77, 3};
    map->fields = fields;
    CHECK(bpf_aot_map_update_elem(map, &key, &from, ANY) == 0);
    struct value *value = bpf_aot_map_lookup_elem(map, &key);
    CHECK(value && value->before == 1 && value->lock == 0 && value->after == 3);
    from.after = 4;
    CHECK(bpf_aot_map_update_elem(map, &key, &from, LOCK) == 0);
    CHECK(value->lock == 0 && value->after == 4); /* in place */
    value->lock = 1;
    from.after = 5;
    CHECK(bpf_aot_map_update_elem(map, &key, &from, LOCK | EXIST) == -16);
    CHECK(value->lock == 1 && value->after == 4);
    value->lock = 0;
    map->fields = NULL;
    CHECK(bpf_aot_map_update_elem(map, &key, &from, LOCK) == -22);
    map->fields = fields;
    uintptr_t at = (uintptr_t)value;
    CHECK(bpf_aot_check_value(at, 4, map) && bpf_aot_check_value(at + 8, 4, map));
    CHECK(!bpf_aot_check_value(at, 5, map) && !bpf_aot_check_value(at + 7, 1, map));
}

static void arrays_leave_locks_alone(void) {
    updates_leave_locks_alone(&array);
}

static void hashes_leave_locks_alone(void) {
    updates_leave_locks_alone(&hash);
}

const struct selftest lock_tests[] = {
    {"a run holds one lock", a_run_holds_one_lock},
    {"a lock that stays taken ends the run", a_lock_that_stays_taken_ends_the_run},
    {"arrays leave locks alone", arrays_leave_locks_alone},
    {"hashes leave locks alone", hashes_leave_locks_alone},
    {NULL, NULL},
};
