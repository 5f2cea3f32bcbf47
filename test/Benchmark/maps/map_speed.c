/* SPDX-License-Identifier: Apache-2.0 */
/* Times the programs of map_ops.c: in the kernel by BPF_PROG_TEST_RUN (-DKERNEL, with libbpf) or
 * translated and linked with this.
 * usage: map_speed ENTRIES KEY_WORDS THREADS ROUNDS [OBJECT]
 * Prints "OPERATION NS FAILURES" a line: the median of ROUNDS, of the slowest thread; CPU time of
 * the thread, so that other processes do not count. */
#define _GNU_SOURCE
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

enum { ROUNDS_MAX = 1000, LOOPS = 256, RUNS = 64, THREADS_MAX = 2, KEY_WORDS_MAX = 16 };

static const char *const operations[] = {"nothing", "hit", "miss", "change", "cycle"};
enum { OPERATIONS = sizeof(operations) / sizeof(operations[0]) };

#define CHECK(condition) ((condition) ? (void)0 : (perror(#condition), exit(1)))

#ifdef KERNEL
#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static int map_fd, program_fds[OPERATIONS];

static void open_programs(const char *path) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    CHECK(object && !bpf_object__load(object));
    for (int i = 0; i < OPERATIONS; i++) {
        struct bpf_program *program = bpf_object__find_program_by_name(object, operations[i]);
        program_fds[i] = bpf_program__fd(program);
    }
    map_fd = bpf_object__find_map_fd_by_name(object, "map");
}

static int put(void *key, uint64_t *value) {
    return bpf_map_update_elem(map_fd, key, value, 0);
}

static uint32_t run(int operation) {
    uint8_t packet[64] = {0};
    LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet, .data_size_in = sizeof(packet),
                .repeat = RUNS);
    CHECK(!bpf_prog_test_run_opts(program_fds[operation], &options));
    return options.retval;
}

#else
#include "bpf-aot/runtime.h"

#define DECLARE(name) uint64_t name(void *ctx);
DECLARE(nothing)
DECLARE(hit)
DECLARE(miss) DECLARE(change) DECLARE(cycle) static uint64_t (*const entries[])(void *ctx) = {
    nothing, hit, miss, change, cycle};
extern struct bpf_aot_map bpf_map_map;

static _Thread_local uint32_t this_cpu;

uint32_t bpf_aot_this_cpu(void) {
    return this_cpu;
}

/* The kernel's maps lie in its direct mapping, whose pages are huge; so may a host's. */
static void ask_for_huge_pages(const struct bpf_aot_map *map) {
    uint64_t bytes =
        map->type == 11  ? BPF_AOT_LPM_BYTES(map->key_size, map->value_size, map->max_entries, 1)
        : map->type == 9 ? BPF_AOT_LRU_BYTES(map->key_size, map->value_size, map->max_entries, 1)
                         : BPF_AOT_HASH_BYTES(map->key_size, map->value_size, map->max_entries, 1);
    uintptr_t start = (uintptr_t)map->storage & ~(uintptr_t)4095;
    if (madvise((void *)start, (uintptr_t)map->storage + bytes - start, MADV_HUGEPAGE)) {
        perror("no huge pages");
    }
}

static void open_programs(const char *path) {
    (void)path;
    bpf_aot_active_cpus = THREADS_MAX;
    if (getenv("HUGE_PAGES")) {
        ask_for_huge_pages(&bpf_map_map);
    }
}

static int put(void *key, uint64_t *value) {
    return (int)bpf_aot_map_update_elem(&bpf_map_map, key, value, 0);
}

static uint32_t run(int operation) {
    struct bpf_aot_xdp ctx = {0};
    uint32_t failures = 0;
    for (int i = 0; i < RUNS; i++) {
        failures = (uint32_t)entries[operation](&ctx);
    }
    return failures;
}
#endif

static pthread_barrier_t barrier;
static int rounds, threads;
static double times[THREADS_MAX][OPERATIONS], samples[THREADS_MAX][ROUNDS_MAX];
static uint32_t failures[THREADS_MAX][OPERATIONS];

static double now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return (difference > 0) - (difference < 0);
}

static void *measure(void *argument) {
    int thread = (int)(intptr_t)argument;
    cpu_set_t cpus;
    CPU_ZERO(&cpus);
    CPU_SET(thread, &cpus);
    CHECK(!sched_setaffinity(0, sizeof(cpus), &cpus));
#ifndef KERNEL
    this_cpu = (uint32_t)thread;
#endif
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int round = 0; round < rounds; round++) {
            pthread_barrier_wait(&barrier);
            double start = now_ns();
            failures[thread][operation] += run(operation);
            samples[thread][round] = (now_ns() - start) / (LOOPS * RUNS);
        }
        qsort(samples[thread], (size_t)rounds, sizeof(double), compare);
        times[thread][operation] = samples[thread][rounds / 2];
    }
    return NULL;
}

/* As make_key of map_ops.c; of an LPM trie some prefixes are shorter. */
static void fill(uint32_t entry_count, uint32_t key_words) {
    for (uint32_t i = 0; i < entry_count; i++) {
        uint32_t key[KEY_WORDS_MAX];
        uint64_t value = i;
        for (uint32_t j = 0; j < key_words; j++) {
            key[j] = i;
        }
        if (key_words == 2) {
            key[0] = 32 - (i & 7);
            key[1] = i * 0x9e3779b1u;
        }
        CHECK(!put(key, &value));
    }
}

int main(int argc, char **argv) {
    CHECK(argc > 4);
    threads = atoi(argv[3]);
    rounds = atoi(argv[4]);
    CHECK(threads <= THREADS_MAX && rounds <= ROUNDS_MAX);
    open_programs(argc > 5 ? argv[5] : NULL);
    fill((uint32_t)atoi(argv[1]), (uint32_t)atoi(argv[2]));
    pthread_barrier_init(&barrier, NULL, (unsigned)threads);
    pthread_t ids[THREADS_MAX];
    for (intptr_t i = 0; i < threads; i++) {
        CHECK(!pthread_create(&ids[i], NULL, measure, (void *)i));
    }
    for (int i = 0; i < threads; i++) {
        pthread_join(ids[i], NULL);
    }
    for (int i = 0; i < OPERATIONS; i++) {
        double slowest = 0;
        uint32_t failed = 0;
        for (int j = 0; j < threads; j++) {
            slowest = times[j][i] > slowest ? times[j][i] : slowest;
            failed += failures[j][i];
        }
        printf("%s %.2f %u\n", operations[i], slowest, failed);
    }
    return 0;
}
