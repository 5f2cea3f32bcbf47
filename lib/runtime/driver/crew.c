/* SPDX-License-Identifier: Apache-2.0 */
/* -threads: whoever is free takes the next seat. A thread is a CPU, known by the stack it is on, so
 * that no target needs thread-local storage. */
#include "cpu.h"
#include "driver/feed.h"
#include "driver/map_walk.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "start/sys.h"

enum { STACK_BYTES = 1 << 18 };

struct bpf_aot_crew {
    struct bpf_aot_seat *seats;
    uint32_t count, next;           /* seats of this round; the first that nobody has */
    uint32_t round;                 /* counted up when seats are filled */
    uint32_t at_work;               /* threads that are not done with this round */
    uint32_t ended;                 /* 1: no more rounds */
    uint32_t threads;               /* besides the one that started them */
    uint32_t running[RT_CPU_SLOTS]; /* as sys_thread says */
};

static uintptr_t stacks;
static size_t stacks_bytes;

uint32_t bpf_aot_this_cpu(void) {
    uintptr_t at = (uintptr_t)__builtin_frame_address(0) - stacks;
    return at < stacks_bytes ? (uint32_t)(at / STACK_BYTES) + 1 : 0;
}

static void work(struct bpf_aot_crew *crew) {
    for (;;) {
        uint32_t index = __atomic_fetch_add(&crew->next, 1, __ATOMIC_RELAXED);
        if (index >= crew->count) {
            return;
        }
        struct bpf_aot_seat *seat = &crew->seats[index];
        bpf_aot_trace_job(&seat->job);
        seat->good = bpf_aot_run(&seat->job, &seat->outcome);
    }
}

static void run_thread(void *argument) {
    struct bpf_aot_crew *crew = argument;
    for (uint32_t seen = 0;; seen++) {
        while (__atomic_load_n(&crew->round, __ATOMIC_ACQUIRE) == seen) {
            bpf_aot_sys_wait_word(&crew->round, seen);
        }
        if (crew->ended) {
            return;
        }
        work(crew);
        if (__atomic_sub_fetch(&crew->at_work, 1, __ATOMIC_RELEASE) == 0) {
            bpf_aot_sys_wake_word(&crew->at_work);
        }
    }
}

static void start_round(struct bpf_aot_crew *crew, uint32_t count) {
    crew->count = count;
    crew->next = 0;
    crew->at_work = crew->threads;
    __atomic_add_fetch(&crew->round, 1, __ATOMIC_RELEASE);
    bpf_aot_sys_wake_word(&crew->round);
}

void bpf_aot_crew_run(struct bpf_aot_crew *crew, uint32_t count) {
    uint32_t others;
    start_round(crew, count);
    work(crew);
    while ((others = __atomic_load_n(&crew->at_work, __ATOMIC_ACQUIRE))) {
        bpf_aot_sys_wait_word(&crew->at_work, others);
    }
}

void bpf_aot_crew_end(struct bpf_aot_crew *crew) {
    crew->ended = 1;
    start_round(crew, 0);
    for (uint32_t i = 0; i < crew->threads; i++) {
        while (__atomic_load_n(&crew->running[i], __ATOMIC_ACQUIRE)) {
            bpf_aot_sys_wait_word(&crew->running[i], 1);
        }
    }
}

struct bpf_aot_seat *bpf_aot_crew_seat(struct bpf_aot_crew *crew, uint32_t index) {
    return &crew->seats[index];
}

/* Each thread has its own values in every per-CPU map. */
static bool fits(uint32_t threads) {
    struct bpf_aot_map *map;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        if (bpf_aot_map_is_per_cpu(map) && map->cpus < threads) {
            bpf_aot_error("-threads: map %s has the values of %u CPUs (-cpus of the translation)",
                          map->name, map->cpus);
            return false;
        }
    }
    return true;
}

struct bpf_aot_crew *bpf_aot_crew_start(const struct bpf_aot_run_options *options) {
    static struct bpf_aot_crew crew;
    if (!fits(options->threads)) {
        return NULL;
    }
    crew.seats = bpf_aot_sys_map(BPF_AOT_CREW_SEATS * sizeof(*crew.seats));
    char *memory = bpf_aot_sys_map((size_t)(options->threads - 1) * STACK_BYTES);
    if (!crew.seats || !memory) {
        bpf_aot_error("-threads: no memory for %u", options->threads);
        return NULL;
    }
    stacks = (uintptr_t)memory;
    stacks_bytes = (size_t)(options->threads - 1) * STACK_BYTES;
    if (bpf_aot_active_cpus < options->threads) {
        bpf_aot_active_cpus = options->threads;
    }
    for (; crew.threads < options->threads - 1; crew.threads++) {
        memory += STACK_BYTES;
        long thread = bpf_aot_sys_thread(memory, &crew.running[crew.threads], run_thread, &crew);
        if (thread < 0) {
            bpf_aot_error("-threads: cannot start one: errno %u", (uint32_t)-thread);
            bpf_aot_crew_end(&crew);
            return NULL;
        }
    }
    return &crew;
}
