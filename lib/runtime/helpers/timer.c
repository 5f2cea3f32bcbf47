/* SPDX-License-Identifier: Apache-2.0 */
/* Timers (kernel/bpf/helpers.c). The bytes in the value say nothing: what is known of a timer is in
 * a table here, by its address. Nothing fires by itself: bpf_aot_timers_run calls what is due. */
#include "bytes.h"
#include "cpu.h"
#include "maps/fields.h"
#include "maps/lock.h"
#include "run/call_back.h"
#include "start/sys.h"

enum { CLOCKS_MAX = 16, TIMER_ABS = 1, TIMER_CPU_PIN = 2 };

struct timer {
    void *place; /* in the value; NULL: free */
    struct bpf_aot_map *map;
    bpf_aot_callback *callback;
    uint64_t expires_ns; /* CLOCK_MONOTONIC */
    uint32_t clock;
    bool is_armed;
};

static struct timer timers[BPF_AOT_TIMERS_MAX];
static uint32_t timers_used; /* those above were never taken */
static uint32_t timers_lock;
static void *running[RT_CPU_SLOTS]; /* the timer whose callback the CPU runs */

/* With the lock; NULL: no such timer. `place` NULL: one that is free. */
static struct timer *find(const void *place) {
    for (uint32_t i = 0; i < timers_used; i++) {
        if (timers[i].place == place) {
            return &timers[i];
        }
    }
    return !place && timers_used < BPF_AOT_TIMERS_MAX ? &timers[timers_used++] : NULL;
}

static long init(void *place, struct bpf_aot_map *map, uint32_t clock) {
    if (find(place)) {
        return -RT_EBUSY;
    }
    struct timer *timer = find(NULL);
    if (!timer) {
        return -RT_ENOMEM;
    }
    *timer = (struct timer){.place = place, .map = map, .clock = clock};
    return 0;
}

int64_t bpf_aot_timer_init(void *place, struct bpf_aot_map *map, uint64_t flags) {
    if (flags >= CLOCKS_MAX ||
        (flags != RT_CLOCK_MONOTONIC && flags != RT_CLOCK_REALTIME && flags != RT_CLOCK_BOOTTIME)) {
        return -RT_EINVAL;
    }
    rt_lock(&timers_lock);
    long status = init(place, map, (uint32_t)flags);
    rt_unlock(&timers_lock);
    return status;
}

int64_t bpf_aot_timer_set_callback(void *place, bpf_aot_callback *callback,
                                   struct bpf_aot_run *run) {
    rt_lock(&timers_lock);
    struct timer *timer = find(place);
    if (timer) {
        timer->callback = callback;
    }
    rt_unlock(&timers_lock);
    return timer ? 0 : -RT_EINVAL;
}

/* What the timer's own clock calls `ns`, in monotonic time; what is past is due at once. */
static uint64_t monotonic(const struct timer *timer, uint64_t ns, bool is_absolute) {
    uint64_t now = bpf_aot_sys_clock_ns(RT_CLOCK_MONOTONIC);
    uint64_t own = bpf_aot_sys_clock_ns(timer->clock);
    uint64_t delay = !is_absolute ? ns : ns > own ? ns - own : 0;
    return now + delay < now ? UINT64_MAX : now + delay;
}

int64_t bpf_aot_timer_start(void *place, uint64_t ns, uint64_t flags) {
    if (flags & ~(uint64_t)(TIMER_ABS | TIMER_CPU_PIN)) {
        return -RT_EINVAL;
    }
    rt_lock(&timers_lock);
    struct timer *timer = find(place);
    bool good = timer && timer->callback;
    if (good) {
        timer->expires_ns = monotonic(timer, ns, flags & TIMER_ABS);
        timer->is_armed = true;
    }
    rt_unlock(&timers_lock);
    return good ? 0 : -RT_EINVAL;
}

/* 1: it was armed. A cancelled timer has lost its callback, as in the kernel. */
static long cancel(struct timer *timer, const void *place) {
    if (!timer) {
        return -RT_EINVAL;
    }
    if (running[rt_cpu_slot()] == place) {
        return -RT_EDEADLK;
    }
    bool was_armed = timer->is_armed;
    timer->callback = NULL;
    timer->is_armed = false;
    return was_armed;
}

int64_t bpf_aot_timer_cancel(void *place) {
    rt_lock(&timers_lock);
    long status = cancel(find(place), place);
    rt_unlock(&timers_lock);
    return status;
}

void bpf_aot_timer_forget(void *place) {
    rt_lock(&timers_lock);
    struct timer *timer = find(place);
    if (timer) {
        *timer = (struct timer){0};
    }
    rt_unlock(&timers_lock);
}

/* Takes the timer that is due first; false: none is. */
static bool take_due(uint64_t now_ns, struct timer *taken) {
    struct timer *first = NULL;
    rt_lock(&timers_lock);
    for (uint32_t i = 0; i < timers_used; i++) {
        bool is_due = timers[i].is_armed && timers[i].expires_ns <= now_ns;
        if (is_due && (!first || timers[i].expires_ns < first->expires_ns)) {
            first = &timers[i];
        }
    }
    if (first) {
        *taken = *first;
        first->is_armed = false;
    }
    rt_unlock(&timers_lock);
    return first != NULL;
}

static void fire(const struct timer *timer) {
    const struct bpf_aot_map *map = timer->map;
    char *value = (char *)timer->place - bpf_aot_fields_timer_offset(map);
    uint64_t stride = rt_round8(map->value_size), rest;
    uint32_t index __attribute__((aligned(8))) = 0;
    void *key = value - rt_round8(map->key_size);
    struct bpf_aot_region region = {0};
    struct bpf_aot_run run = {0};
    if (map->type == RT_MAP_array) {
        index = (uint32_t)bpf_aot_divide64((uint64_t)(value - (char *)map->storage), stride, &rest);
        key = &index;
        region.start = key;
        region.bytes = sizeof(index);
        run.regions = &region;
    }
    void **slot = &running[rt_cpu_slot()];
    *slot = timer->place;
    bpf_aot_call_back(timer->callback, (uintptr_t)map, (uintptr_t)key, (uintptr_t)value, 0, &run);
    *slot = NULL;
    bpf_aot_release_all(&run);
}

/* A callback that arms its timer again with no delay must not keep this from ending. */
uint32_t bpf_aot_timers_run(uint64_t now_ns) {
    struct timer timer;
    uint32_t count = 0;
    while (count < BPF_AOT_TIMERS_MAX && take_due(now_ns, &timer)) {
        fire(&timer);
        count++;
    }
    return count;
}
