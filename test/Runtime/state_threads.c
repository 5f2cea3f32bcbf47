/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on what is more than a map: locks in values, timers, storage of sockets and of the
 * cgroup. No update is lost, no value is seen half, each timer fires as often as it was armed and
 * not cancelled. To be built with -fsanitize=thread. usage: state_threads [ROUNDS] */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "bpf-aot/system.h"
#include "test_map.h"

enum { THREADS = 3, WORDS = 6, CREATE = 1, MONOTONIC = 1, KEYS = 4 };

struct locked {
    uint32_t lock, number;
    uint64_t words[WORDS];
};
struct timed {
    uint64_t timer[2], fired;
};

static const struct bpf_aot_field lock_fields[] = {{BPF_AOT_FIELD_LOCK, 0}, {0, 0}};
static const struct bpf_aot_field timer_fields[] = {{BPF_AOT_FIELD_TIMER, 0}, {0, 0}};
TEST_MAP(array, array, 2, ARRAY, 4, sizeof(struct locked), 1, 1);
TEST_MAP(hash, hash, 1, HASH, 4, sizeof(struct locked), KEYS, 1);
TEST_MAP(timers, array, 2, ARRAY, 4, sizeof(struct timed), THREADS, 1);
TEST_MAP(storage, sk_storage, 24, HASH, 4, 8, 2 * THREADS, 1);
TEST_MAP(shared, cgroup_storage, 19, ARRAY, 8, 8, 1, 1);
TEST_MAP(each, percpu_cgroup_storage, 21, ARRAY, 8, 8, 1, THREADS);

static _Thread_local uint32_t cpu;
static uint32_t rounds = 20000, torn, errors;
static uint64_t armed, cancelled, fired;
static struct bpf_aot_sock socks[THREADS + 1]; /* of each thread, and one of all */
static struct bpf_aot_xdp xdp;

uint32_t bpf_aot_this_cpu(void) {
    return cpu;
}

static struct bpf_aot_sock *owns(const void *address) {
    for (uint32_t i = 0; i <= THREADS; i++) {
        if (address == &socks[i]) {
            return &socks[i];
        }
    }
    return NULL;
}

static const struct bpf_aot_system_ops ops = {.owns = owns};

static void expect(uint32_t *counter, bool condition) {
    if (!condition) {
        __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
    }
}

/* All words of a value are the same, under its lock. */
static void count_under_lock(struct bpf_aot_map *map, struct bpf_aot_run *run) {
    uint32_t key = 0;
    struct locked *value = map->ops->lookup(map, &key);
    bpf_aot_spin_lock(&value->lock, run);
    value->number++;
    uint64_t first = value->words[0];
    for (uint32_t i = 0; i < WORDS; i++) {
        expect(&torn, value->words[i] == first);
        value->words[i]++;
    }
    bpf_aot_spin_unlock(&value->lock, run);
}

/* As BPF_F_LOCK has it: in place, the lock held while it is copied. */
static void replace_under_lock(uint32_t round) {
    uint32_t key = 1;
    struct locked value = {.number = round};
    for (uint32_t i = 0; i < WORDS; i++) {
        value.words[i] = (uint64_t)round << 32 | cpu;
    }
    expect(&errors, bpf_aot_map_update_elem(&hash, &key, &value, LOCK) == 0);
}

static void read_under_lock(struct bpf_aot_run *run) {
    uint32_t key = 1;
    struct locked *value = hash.ops->lookup(&hash, &key);
    bpf_aot_spin_lock(&value->lock, run);
    for (uint32_t i = 0; i < WORDS; i++) {
        expect(&torn, value->words[i] == value->words[0]);
    }
    bpf_aot_spin_unlock(&value->lock, run);
}

static uint64_t callback(uint64_t map, uint64_t key, uint64_t value, uint64_t r4, uint64_t r5,
                         struct bpf_aot_run *run) {
    __atomic_fetch_add(&((struct timed *)(uintptr_t)value)->fired, 1, __ATOMIC_RELAXED);
    __atomic_fetch_add(&fired, 1, __ATOMIC_RELAXED);
    return 0;
}

/* Arms the thread's own timer, runs whoever's is due, and sometimes takes its own back. */
static void use_timer(uint32_t round) {
    struct timed *value = timers.ops->lookup(&timers, &cpu);
    bpf_aot_timer_set_callback(value, callback, NULL);
    expect(&errors, bpf_aot_timer_start(value, 0, 0) == 0);
    __atomic_fetch_add(&armed, 1, __ATOMIC_RELAXED);
    if (round % 3 == 0) {
        int64_t was_armed = bpf_aot_timer_cancel(value);
        expect(&errors, was_armed == 0 || was_armed == 1);
        __atomic_fetch_add(&cancelled, (uint64_t)was_armed, __ATOMIC_RELAXED);
        return;
    }
    bpf_aot_timers_run(UINT64_MAX);
    /* It may be another thread that fires it: then this one must not arm it again so far. */
    while (bpf_aot_timer_cancel(value) == 1) {
        __atomic_fetch_add(&cancelled, 1, __ATOMIC_RELAXED);
    }
}

static void use_storage(uint32_t round, struct bpf_aot_run *run) {
    uint64_t start = 0;
    uint64_t *all = bpf_aot_sk_storage_get(&storage, &socks[THREADS], &start, CREATE, run);
    expect(&errors, all != NULL);
    if (all) {
        __atomic_fetch_add(all, 1, __ATOMIC_RELAXED);
    }
    start = round;
    uint64_t *own = bpf_aot_sk_storage_get(&storage, &socks[cpu], &start, CREATE, run);
    expect(&errors, own && *own == round);
    expect(&errors, bpf_aot_sk_storage_delete(&storage, &socks[cpu], run) == 0);
    __atomic_fetch_add((uint64_t *)bpf_aot_get_local_storage(&shared, 0), 1, __ATOMIC_RELAXED);
    ++*(uint64_t *)bpf_aot_get_local_storage(&each, 0);
}

static void *work(void *number) {
    cpu = *(uint32_t *)number;
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_XDP, .input = &xdp};
    for (uint32_t round = 0; round < rounds; round++) {
        count_under_lock(&array, &run);
        count_under_lock(&hash, &run);
        replace_under_lock(round);
        read_under_lock(&run);
        use_timer(round);
        use_storage(round, &run);
    }
    return NULL;
}

static void prepare(void) {
    array.fields = hash.fields = lock_fields;
    timers.fields = timer_fields;
    bpf_aot_system = &ops;
    struct locked zero = {0};
    for (uint32_t key = 0; key < 2; key++) {
        bpf_aot_map_update_elem(&hash, &key, &zero, NOEXIST);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        bpf_aot_timer_init(timers.ops->lookup(&timers, &i), &timers, MONOTONIC);
    }
    for (uint32_t i = 0; i <= THREADS; i++) {
        socks[i].handle = i + 1;
        socks[i].fields.state = 1;
    }
}

static void report(void) {
    uint32_t zero = 0;
    uint64_t key = 0, sum = 0;
    const struct locked *counted = array.ops->lookup(&array, &zero);
    const struct locked *hashed = hash.ops->lookup(&hash, &zero);
    for (uint32_t i = 0; i < THREADS; i++) {
        sum += *(uint64_t *)each.ops->value_on(&each, &key, i);
    }
    uint64_t all = (uint64_t)THREADS * rounds;
    printf("torn %u, errors %u, lost %d %d %d %d %d, timers off by %lld\n", torn, errors,
           (int)(all - counted->number), (int)(all - hashed->words[WORDS - 1]),
           (int)(all - *(uint64_t *)storage.ops->lookup(&storage, &socks[THREADS].handle)),
           (int)(all - *(uint64_t *)bpf_aot_get_local_storage(&shared, 0)), (int)(all - sum),
           (long long)(armed - cancelled - fired));
}

int main(int argc, char **argv) {
    pthread_t threads[THREADS];
    static uint32_t numbers[THREADS];
    rounds = argc > 1 ? (uint32_t)atoi(argv[1]) : rounds;
    prepare();
    for (uint32_t i = 0; i < THREADS; i++) {
        numbers[i] = i;
        pthread_create(&threads[i], NULL, work, &numbers[i]);
    }
    for (uint32_t i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    report();
    return 0;
}
