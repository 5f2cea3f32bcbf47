/* SPDX-License-Identifier: Apache-2.0 */
/* Pointers in values: what goes in and out, and what becomes of what is left in them. */
#include "bpf-aot/host.h"
#include "libcalls/libcalls.h"
#include "selftest.h"
#include "test_map.h"

struct value {
    uint32_t before, unused;
    uint64_t object;
    uint32_t after;
};

static const struct bpf_aot_field fields[] = {{BPF_AOT_FIELD_KPTR, 8}, {0, 0}};
TEST_MAP(array, array, 2, ARRAY, 4, 24, 2, 1);
TEST_MAP(hash, hash, 1, HASH, 4, 24, 2, 1);
TEST_MAP(lru, lru_hash, 9, LRU, 4, 24, 2, 1);

static uint64_t objects[20][2];
static uint32_t drops, last;

static void drop(void *object) {
    drops++;
    last = (uint32_t)((uint64_t (*)[2])object - objects);
}

static uint32_t bytes(const void *object) {
    return 12;
}

static const struct bpf_aot_kptr_ops ops = {.bytes = bytes, .drop = drop};

static struct bpf_aot_run begin(void) {
    bpf_aot_kptrs = &ops;
    drops = 0;
    return (struct bpf_aot_run){0};
}

static void what_comes_out_is_held(void) {
    struct bpf_aot_run run = begin();
    struct value value = {0}, other = {0};
    CHECK(bpf_aot_kptr_xchg(&value.object, NULL, &run) == NULL && run.held_count == 0);
    CHECK(bpf_aot_kptr_exchange(&value.object, objects[1]) == NULL);
    CHECK(value.object == (uintptr_t)objects[1]); /* a number of 64 bits on any machine */
    CHECK(bpf_aot_kptr_xchg(&value.object, NULL, &run) == objects[1]);
    CHECK(value.object == 0 && run.held_count == 1);
    bpf_aot_kptr_exchange(&other.object, objects[2]);
    CHECK(bpf_aot_kptr_xchg(&other.object, objects[1], &run) == objects[2]);
    CHECK(other.object == (uintptr_t)objects[1] && run.held_count == 1 && !run.aborted);
    bpf_aot_release_all(&run);
    CHECK(drops == 1 && last == 2);
}

static void only_what_is_held_goes_in(void) {
    struct bpf_aot_run run = begin();
    struct value value = {0};
    CHECK(bpf_aot_kptr_xchg(&value.object, objects[1], &run) == NULL);
    CHECK(run.aborted && value.object == 0);
    run = begin();
    bpf_aot_kptr_exchange(&value.object, objects[1]);
    void *object = bpf_aot_kptr_xchg(&value.object, NULL, &run);
    CHECK(bpf_aot_kptr_xchg(&value.object, object, &run) == NULL && !run.aborted);
    CHECK(bpf_aot_kptr_xchg(&value.object, object, &run) == NULL && run.aborted); /* twice */
    run = begin();
    CHECK(bpf_aot_kptr_xchg(&value.before + 1, NULL, &run) == NULL && run.aborted);
    CHECK(drops == 0);
}

static void a_run_holds_so_many(void) {
    struct bpf_aot_run run = begin();
    struct value value = {0};
    for (uint32_t i = 0; i < BPF_AOT_HELD_MAX; i++) {
        bpf_aot_kptr_exchange(&value.object, objects[i]);
        CHECK(bpf_aot_kptr_xchg(&value.object, NULL, &run) == objects[i]);
    }
    bpf_aot_kptr_exchange(&value.object, objects[17]);
    CHECK(bpf_aot_kptr_xchg(&value.object, objects[3], &run) == objects[17] && !run.aborted);
    CHECK(bpf_aot_kptr_xchg(&value.object, NULL, &run) == NULL && run.aborted);
    CHECK(value.object == (uintptr_t)objects[3]);
    bpf_aot_release_all(&run);
    CHECK(drops == BPF_AOT_HELD_MAX);
}

static void programs_touch_what_they_hold(void) {
    struct bpf_aot_run run = begin();
    struct value value = {0};
    uintptr_t at = (uintptr_t)objects[1];
    run.context = BPF_AOT_CONTEXT_RAW;
    bpf_aot_kptr_exchange(&value.object, objects[1]);
    CHECK(!bpf_aot_check_read(at, 4, &run));
    bpf_aot_kptr_xchg(&value.object, NULL, &run);
    CHECK(bpf_aot_check_read(at, 8, &run) && bpf_aot_check_write(at + 4, 8, &run));
    CHECK(!bpf_aot_check_read(at + 8, 8, &run));
    bpf_aot_kptr_xchg(&value.object, objects[1], &run);
    CHECK(!bpf_aot_check_read(at, 4, &run));
    bpf_aot_kptr_exchange(&value.object, NULL);
}

static struct value *with_object(struct bpf_aot_map *map, uint32_t key, uint32_t number) {
    struct value from = {1, 0, 77, 2};
    map->fields = fields;
    CHECK(bpf_aot_map_update_elem(map, &key, &from, ANY) == 0);
    struct value *value = bpf_aot_map_lookup_elem(map, &key);
    CHECK(value && value->object == 0 && value->before == 1 && value->after == 2);
    bpf_aot_kptr_exchange(&value->object, objects[number]);
    return value;
}

/* Kernel: bpf_obj_free_fields. */
static void values_that_go_give_theirs_up(void) {
    uint32_t key = 1;
    struct value from = {0};
    begin();
    with_object(&array, key, 5);
    CHECK(bpf_aot_map_update_elem(&array, &key, &from, ANY) == 0 && drops == 1 && last == 5);
    with_object(&hash, key, 6);
    with_object(&hash, key, 7); /* in place of the other */
    CHECK(drops == 2 && last == 6);
    CHECK(bpf_aot_map_lookup(&hash, &key, &from, 0) == 0 && from.object == 0 && from.after == 2);
    CHECK(bpf_aot_map_delete_elem(&hash, &key) == 0 && drops == 3 && last == 7);
    with_object(&hash, key, 8);
    CHECK(bpf_aot_map_lookup_and_delete(&hash, &key, &from, 0) == 0 && from.object == 0);
    CHECK(drops == 4 && last == 8);
    for (uint32_t i = 0; i < 8; i++) {
        with_object(&lru, i, 10 + i);
    }
    CHECK(drops == 10); /* of the ones given up */
}

const struct selftest kptr_tests[] = {
    {"what comes out is held", what_comes_out_is_held},
    {"only what is held goes in", only_what_is_held_goes_in},
    {"a run holds so many", a_run_holds_so_many},
    {"programs touch what they hold", programs_touch_what_they_hold},
    {"values that go give theirs up", values_that_go_give_theirs_up},
    {NULL, NULL},
};
