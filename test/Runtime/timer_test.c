/* SPDX-License-Identifier: Apache-2.0 */
/* Timers: the errors of kernel/bpf/helpers.c, when they fire, and what ends them. */
#include "maps/fields.h"
#include "selftest.h"
#include "start/sys.h"
#include "test_map.h"

static const struct bpf_aot_field fields[] = {{BPF_AOT_FIELD_TIMER, 8}, {0, 0}};
TEST_MAP(array, array, 2, ARRAY, 4, 24, 4, 1);
TEST_MAP(hash, hash, 1, HASH, 4, 24, 4, 1);

static uint32_t fired, last_key;
static uint64_t last_map, last_value;
static int64_t own_cancel;

static void *timer_of(struct bpf_aot_map *map, uint32_t key) {
    char *value = bpf_aot_map_lookup_elem(map, &key);
    return value ? value + 8 : NULL;
}

static uint64_t callback(uint64_t map, uint64_t key, uint64_t value, uint64_t r4, uint64_t r5,
                         struct bpf_aot_run *run) {
    fired++;
    last_map = map;
    last_key = *(uint32_t *)(uintptr_t)key;
    last_value = value;
    CHECK(map != (uintptr_t)&array || bpf_aot_check_read(key, 4, run));
    own_cancel = bpf_aot_timer_cancel((char *)(uintptr_t)value + 8);
    return 0;
}

static uint64_t now(void) {
    return bpf_aot_ktime_get_ns();
}

static void timers_have_the_kernels_errors(void) {
    array.fields = fields;
    void *timer = timer_of(&array, 0);
    CHECK(bpf_aot_timer_init(timer, &array, 2) == -22);
    CHECK(bpf_aot_timer_init(timer, &array, 16 + 1) == -22);
    CHECK(bpf_aot_timer_start(timer, 0, 0) == -22 && bpf_aot_timer_cancel(timer) == -22);
    CHECK(bpf_aot_timer_set_callback(timer, callback, NULL) == -22);
    CHECK(bpf_aot_timer_init(timer, &array, 1) == 0);
    CHECK(bpf_aot_timer_init(timer, &array, 1) == -16);
    CHECK(bpf_aot_timer_start(timer, 0, 0) == -22); /* no callback */
    CHECK(bpf_aot_timer_set_callback(timer, callback, NULL) == 0);
    CHECK(bpf_aot_timer_start(timer, 0, 4) == -22);
    CHECK(bpf_aot_timer_cancel(timer) == 0);
    CHECK(bpf_aot_timer_start(timer, 0, 0) == -22); /* cancelling takes the callback away */
    CHECK(bpf_aot_timer_set_callback(timer, callback, NULL) == 0);
    CHECK(bpf_aot_timer_start(timer, 1000000000000, 2) == 0);
    CHECK(bpf_aot_timer_cancel(timer) == 1);
}

static void arm(struct bpf_aot_map *map, uint32_t key, uint64_t clock, uint64_t ns,
                uint64_t flags) {
    void *timer = timer_of(map, key);
    bpf_aot_timer_init(timer, map, clock);
    CHECK(bpf_aot_timer_set_callback(timer, callback, NULL) == 0);
    CHECK(bpf_aot_timer_start(timer, ns, flags) == 0);
}

static void timers_fire_when_they_are_due(void) {
    const uint64_t hour = 3600000000000;
    array.fields = fields;
    fired = 0;
    arm(&array, 2, 1, hour, 0);
    arm(&array, 3, 7, 0, 0);
    CHECK(bpf_aot_timers_run(now()) == 1 && fired == 1 && last_key == 3);
    CHECK(last_map == (uintptr_t)&array && last_value == (uintptr_t)array.storage + 72);
    CHECK(own_cancel == -35);
    CHECK(bpf_aot_timers_run(now()) == 0);
    CHECK(bpf_aot_timers_run(now() + 2 * hour) == 1 && last_key == 2);
    arm(&array, 1, 0, bpf_aot_sys_clock_ns(0) + hour, 1); /* at a time of the clock on the wall */
    CHECK(bpf_aot_timers_run(now()) == 0);
    CHECK(bpf_aot_timers_run(now() + 2 * hour) == 1 && last_key == 1);
    arm(&array, 1, 0, 1, 1); /* long past */
    CHECK(bpf_aot_timers_run(now()) == 1);
}

static void values_that_go_take_their_timers_along(void) {
    uint32_t key = 7;
    char value[24] = {0};
    array.fields = hash.fields = fields;
    fired = 0;
    CHECK(bpf_aot_map_update_elem(&hash, &key, value, ANY) == 0);
    arm(&hash, key, 1, 0, 0);
    CHECK(bpf_aot_timers_run(now()) == 1 && last_key == 7 && last_map == (uintptr_t)&hash);
    arm(&hash, key, 1, 0, 0);
    CHECK(bpf_aot_map_update_elem(&hash, &key, value, ANY) == 0);
    CHECK(bpf_aot_timers_run(now()) == 0);
    CHECK(bpf_aot_timer_cancel(timer_of(&hash, key)) == -22);
    arm(&hash, key, 1, 0, 0);
    CHECK(bpf_aot_map_delete_elem(&hash, &key) == 0 && bpf_aot_timers_run(now()) == 0);
    key = 1;
    arm(&array, key, 1, 0, 0);
    CHECK(bpf_aot_map_update_elem(&array, &key, value, ANY) == 0);
    CHECK(bpf_aot_timers_run(now()) == 0 && fired == 1);
}

const struct selftest timer_tests[] = {
    {"timers have the kernel's errors", timers_have_the_kernels_errors},
    {"timers fire when they are due", timers_fire_when_they_are_due},
    {"values that go take their timers along", values_that_go_take_their_timers_along},
    {NULL, NULL},
};
