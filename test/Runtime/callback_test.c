/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers that call back: bpf_loop and bpf_for_each_map_elem. */
#include "selftest.h"
#include "test_map.h"

TEST_MAP(array, array, 2, ARRAY, 4, 4, 5, 1);
TEST_MAP(percpu, percpu_array, 6, ARRAY, 4, 4, 3, 4);
TEST_MAP(hash, hash, 1, HASH, 4, 4, 8, 1);
TEST_MAP(percpu_table, percpu_hash, 5, HASH, 2, 4, 8, 4);
TEST_MAP(jumps, prog_array, 3, SLOTS, 4, 4, 1, 1);
TEST_MAP(ports, devmap, 14, ARRAY, 4, 4, 4, 1);

/* What the callbacks see and do; its address is their ctx. */
struct seen {
    struct bpf_aot_map *map;
    uint64_t calls;
    uint64_t keys;    /* sum */
    uint64_t values;  /* sum */
    uint64_t stop_at; /* the call that returns `result` */
    uint64_t result;
};

static uint64_t each(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                     struct bpf_aot_run *run) {
    struct seen *seen = (struct seen *)(uintptr_t)r2;
    CHECK(r1 == seen->calls && r3 == 0 && r4 == 0 && r5 == 0);
    seen->keys += r1;
    return ++seen->calls == seen->stop_at ? seen->result : 0;
}

static int64_t loop(uint32_t count, struct seen *seen, uint64_t flags) {
    struct bpf_aot_run run = {0};
    return bpf_aot_loop(count, each, (uintptr_t)seen, flags, &run);
}

static void loop_calls_with_each_number(void) {
    struct seen seen = {0};
    CHECK(loop(5, &seen, 0) == 5);
    CHECK(seen.calls == 5 && seen.keys == 10);
    struct seen none = {0};
    CHECK(loop(0, &none, 0) == 0 && none.calls == 0);
}

static void loop_stops_early(void) {
    struct seen third = {.stop_at = 3, .result = 1};
    CHECK(loop(5, &third, 0) == 3 && third.calls == 3);
    struct seen last = {.stop_at = 5, .result = 1};
    CHECK(loop(5, &last, 0) == 5);
    struct seen upper_half = {.stop_at = 1, .result = 1ull << 32};
    CHECK(loop(5, &upper_half, 0) == 1);
}

static void loop_has_limits(void) {
    struct seen seen = {.stop_at = 1, .result = 1};
    CHECK(loop((1 << 23) + 1, &seen, 0) == -7);
    CHECK(loop(UINT32_MAX, &seen, 0) == -7);
    CHECK(loop(1, &seen, 1) == -22);
    CHECK(loop(UINT32_MAX, &seen, 1ull << 32) == -22);
    CHECK(seen.calls == 0);
    CHECK(loop(1 << 23, &seen, 0) == 1);
}

static uint64_t element(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                        struct bpf_aot_run *run) {
    struct seen *seen = (struct seen *)(uintptr_t)r4;
    CHECK(r1 == (uintptr_t)seen->map && r5 == 0 && (r2 & 7) == 0 && (r3 & 7) == 0);
    const void *key = (const void *)(uintptr_t)r2;
    seen->keys += seen->map->key_size == 2 ? *(const uint16_t *)key : *(const uint32_t *)key;
    seen->values += *(uint32_t *)(uintptr_t)r3;
    return ++seen->calls == seen->stop_at ? seen->result : 0;
}

static int64_t for_each(struct seen *seen, uint64_t flags) {
    struct bpf_aot_run run = {0};
    return bpf_aot_for_each_map_elem(seen->map, element, (uintptr_t)seen, flags, &run);
}

static void for_each_visits_an_array(void) {
    for (uint32_t key = 0; key < 5; key++) {
        uint32_t value = 10 * key;
        CHECK(bpf_aot_map_update_elem(&array, &key, &value, ANY) == 0);
    }
    struct seen all = {.map = &array};
    CHECK(for_each(&all, 0) == 5 && all.calls == 5 && all.keys == 10 && all.values == 100);
    struct seen two = {.map = &array, .stop_at = 2, .result = 1};
    CHECK(for_each(&two, 0) == 2 && two.keys == 1 && two.values == 10);
    struct seen flagged = {.map = &array};
    CHECK(for_each(&flagged, 1) == -22 && flagged.calls == 0);
}

static void for_each_visits_a_hash(void) {
    struct seen empty = {.map = &hash};
    CHECK(for_each(&empty, 0) == 0 && empty.calls == 0);
    for (uint32_t key = 1; key <= 6; key++) {
        uint32_t value = 10 * key;
        CHECK(bpf_aot_map_update_elem(&hash, &key, &value, ANY) == 0);
    }
    uint32_t gone = 4;
    CHECK(bpf_aot_map_delete_elem(&hash, &gone) == 0);
    struct seen all = {.map = &hash};
    CHECK(for_each(&all, 0) == 5 && all.keys == 17 && all.values == 170);
    struct seen two = {.map = &hash, .stop_at = 2, .result = 1};
    CHECK(for_each(&two, 0) == 2 && two.calls == 2);
    struct seen flagged = {.map = &hash};
    CHECK(for_each(&flagged, 4) == -22 && flagged.calls == 0);
}

static uint64_t change(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                       struct bpf_aot_run *run) {
    struct bpf_aot_map *map = (struct bpf_aot_map *)(uintptr_t)r1;
    void *key = (void *)(uintptr_t)r2;
    if (r4) {
        CHECK(bpf_aot_map_delete_elem(map, key) == 0);
    } else {
        uint32_t value = *(uint32_t *)(uintptr_t)r3 + 1;
        CHECK(bpf_aot_map_update_elem(map, key, &value, EXIST) == 0);
    }
    return 0;
}

static void for_each_bears_changes(void) {
    struct bpf_aot_run run = {0};
    int64_t visited = bpf_aot_for_each_map_elem(&hash, change, 0, 0, &run);
    CHECK(visited >= 5 && visited <= 9); /* a replaced element may come again */
    struct seen all = {.map = &hash};
    CHECK(for_each(&all, 0) == 5 && all.keys == 17);
    CHECK(bpf_aot_for_each_map_elem(&hash, change, 1, 0, &run) == 5);
    struct seen none = {.map = &hash};
    CHECK(for_each(&none, 0) == 0);
}

static void for_each_passes_the_cpus_value(void) {
    for (selftest_cpu = 0; selftest_cpu < 4; selftest_cpu++) {
        for (uint16_t i = 0; i < 3; i++) {
            uint32_t key = i;
            uint32_t value = 100 * selftest_cpu;
            CHECK(bpf_aot_map_update_elem(&percpu, &key, &value, ANY) == 0);
            CHECK(bpf_aot_map_update_elem(&percpu_table, &i, &value, ANY) == 0);
        }
    }
    for (selftest_cpu = 0; selftest_cpu < 4; selftest_cpu++) {
        struct seen slots = {.map = &percpu};
        CHECK(for_each(&slots, 0) == 3 && slots.keys == 3 && slots.values == 300 * selftest_cpu);
        struct seen table = {.map = &percpu_table};
        CHECK(for_each(&table, 0) == 3 && table.keys == 3 && table.values == 300 * selftest_cpu);
    }
}

static void for_each_refuses_other_maps(void) {
    struct seen programs = {.map = &jumps};
    CHECK(for_each(&programs, 0) == -22);
    struct seen devices = {.map = &ports};
    CHECK(for_each(&devices, 0) == -22);
}

static uint64_t chosen(void *ctx, struct bpf_aot_run *run) {
    return *(uint64_t *)ctx;
}

static uint64_t tail_caller(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                            struct bpf_aot_run *run) {
    return bpf_aot_tail_call((void *)(uintptr_t)r2, &jumps, 0, run) ? 99 : 1;
}

/* The program's result counts, not what the callback left in r0. */
static void callback_may_tail_call(void) {
    static const struct bpf_aot_program program = {.name = "chosen", .body = chosen};
    CHECK(bpf_aot_prog_array_set(&jumps, 0, &program) == 0);
    uint64_t go_on = 0, stop = 1;
    struct bpf_aot_run run = {0};
    CHECK(bpf_aot_loop(5, tail_caller, (uintptr_t)&go_on, 0, &run) == 5);
    CHECK(run.next == NULL && run.tail_calls == 5);
    CHECK(bpf_aot_loop(5, tail_caller, (uintptr_t)&stop, 0, &run) == 1);
    CHECK(run.next == NULL && run.tail_calls == 6);
    CHECK(bpf_aot_loop(100, tail_caller, (uintptr_t)&go_on, 0, &run) == 28);
    CHECK(run.tail_calls == 33);
}

const struct selftest callback_tests[] = {
    {"loop calls with each number", loop_calls_with_each_number},
    {"loop stops early", loop_stops_early},
    {"loop has limits", loop_has_limits},
    {"for_each visits an array", for_each_visits_an_array},
    {"for_each visits a hash", for_each_visits_a_hash},
    {"for_each bears changes", for_each_bears_changes},
    {"for_each passes the CPU's value", for_each_passes_the_cpus_value},
    {"for_each refuses other maps", for_each_refuses_other_maps},
    {"callback may tail call", callback_may_tail_call},
    {NULL, NULL},
};
