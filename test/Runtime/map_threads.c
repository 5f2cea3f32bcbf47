/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on LRU maps, an LPM trie and a small full hash: no lasting key is missed, no value is
 * torn, nothing is refused that fits, and the counts are right in the end. Also built with
 * -fsanitize=thread. usage: map_threads [ROUNDS] */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "bpf-aot/runtime.h"
#include "test_map.h"

/* Numbers of CPUs are so far apart that the first and the last writer share a lane. */
enum {
    WRITERS = 3,
    READERS = 2,
    CPU_STEP = BPF_AOT_HASH_LANES / 2,
    CPUS = WRITERS * CPU_STEP,
    OWN_KEYS = 16,
    LASTING = 1000,
    LRU_ENTRIES = 64
};

TEST_MAP(plain, hash, 1, HASH, 4, 8, WRITERS *OWN_KEYS + 1, 1);
TEST_MAP(counts, percpu_hash, 5, HASH, 4, 8, 1, CPUS);
TEST_MAP(lru, lru_hash, 9, LRU, 4, 8, LRU_ENTRIES, 1);
TEST_MAP(lru_counts, lru_percpu_hash, 10, LRU, 4, 8, LRU_ENTRIES, CPUS);
TEST_MAP(trie, lpm_trie, 11, LPM, 8, 8, WRITERS *OWN_KEYS + 2, 1);

struct key4 {
    uint32_t prefix;
    uint8_t data[4];
};

static _Thread_local uint32_t cpu;
static uint32_t rounds = 200000;
static uint32_t missed, wrong, torn, running = WRITERS;

uint32_t bpf_aot_this_cpu(void) {
    return cpu * CPU_STEP;
}

static void count(uint32_t *counter, bool condition) {
    if (condition) {
        __atomic_fetch_add(counter, 1, __ATOMIC_RELAXED);
    }
}

/* Every value is twice the same number, so that a torn one shows. */
static uint64_t twice(uint32_t number) {
    return (uint64_t)number << 32 | number;
}

static void check_value(const uint64_t *value) {
    uint64_t seen = value ? __atomic_load_n(value, __ATOMIC_RELAXED) : 0;
    count(&torn, (uint32_t)seen != (uint32_t)(seen >> 32));
}

static void come_and_go(struct bpf_aot_map *map, void *key, uint64_t value, bool comes) {
    long status = comes ? bpf_aot_map_update_elem(map, key, &value, NOEXIST)
                        : bpf_aot_map_delete_elem(map, key);
    count(&wrong, status != 0);
}

static void write_round(uint32_t round) {
    uint64_t value = twice(round);
    uint32_t lasting = LASTING;
    uint32_t own = cpu * OWN_KEYS + round % OWN_KEYS;
    bool comes = round / OWN_KEYS % 2 == 0;
    count(&wrong, bpf_aot_map_update_elem(&plain, &lasting, &value, EXIST) != 0);
    come_and_go(&plain, &own, value, comes);

    uint32_t key = round * 7 % (2 * LRU_ENTRIES);
    count(&wrong, bpf_aot_map_update_elem(&lru, &key, &value, ANY) != 0);
    check_value(bpf_aot_map_lookup_elem(&lru, &lasting));
    if (round % 5 == 0) {
        bpf_aot_map_delete_elem(&lru, &key);
    }
    count(&wrong, bpf_aot_map_update_elem(&lru_counts, &key, &value, ANY) != 0);

    struct key4 net = {8, {10}};
    struct key4 host = {24 + round % 3, {10, (uint8_t)own, (uint8_t)cpu, (uint8_t)round}};
    count(&wrong, bpf_aot_map_update_elem(&trie, &net, &value, EXIST) != 0);
    host.prefix = 24 + own % 9;
    host.data[3] = 0;
    come_and_go(&trie, &host, value, comes);
}

static void *write_keys(void *arg) {
    cpu = (uint32_t)(uintptr_t)arg;
    for (uint32_t round = 0; round < rounds; round++) {
        uint32_t zero = 0;
        uint64_t number = round + 1;
        write_round(round);
        bpf_aot_map_update_elem(&counts, &zero, &number, ANY);
    }
    __atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static void *read_keys(void *arg) {
    uint32_t lasting = LASTING;
    cpu = (uint32_t)(uintptr_t)arg;
    for (uint32_t i = 0; __atomic_load_n(&running, __ATOMIC_SEQ_CST); i++) {
        uint64_t *value = bpf_aot_map_lookup_elem(&plain, &lasting);
        count(&missed, !value);
        check_value(value);
        uint32_t key = i % (2 * LRU_ENTRIES);
        check_value(bpf_aot_map_lookup_elem(&lru, &key));
        struct key4 address = {32, {10, (uint8_t)i, (uint8_t)(i % WRITERS), 0}};
        value = bpf_aot_map_lookup_elem(&trie, &address);
        count(&missed, !value);
        check_value(value);
        if (i % 64 == 0) {
            plain.ops->next_key(&plain, &lasting);
            trie.ops->next_key(&trie, NULL);
        }
    }
    return NULL;
}

static uint32_t count_keys(struct bpf_aot_map *map) {
    uint32_t keys = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        keys++;
    }
    return keys;
}

static void check_counts(void) {
    uint32_t zero = 0;
    for (uint32_t i = 0; i < WRITERS; i++) {
        uint64_t *number = counts.ops->value_on(&counts, &zero, i * CPU_STEP);
        count(&wrong, !number || *number != rounds);
    }
    count(&wrong, count_keys(&lru) > LRU_ENTRIES);
    count(&wrong, count_keys(&lru_counts) > LRU_ENTRIES);
    for (uint32_t key = 0; key < 10 * LRU_ENTRIES; key++) {
        uint64_t value = twice(key);
        count(&wrong, bpf_aot_map_update_elem(&lru, &key, &value, ANY) != 0);
        count(&wrong, !bpf_aot_map_lookup_elem(&lru, &key));
    }
}

int main(int argc, char **argv) {
    pthread_t threads[WRITERS + READERS];
    uint32_t lasting = LASTING;
    uint64_t value = twice(0);
    struct key4 net = {8, {10}};
    rounds = argc > 1 ? (uint32_t)atoi(argv[1]) / (2 * OWN_KEYS) * (2 * OWN_KEYS) : rounds;
    bpf_aot_active_cpus = WRITERS;
    bpf_aot_map_update_elem(&plain, &lasting, &value, ANY);
    bpf_aot_map_update_elem(&trie, &net, &value, ANY);
    for (uintptr_t i = 0; i < WRITERS + READERS; i++) {
        pthread_create(&threads[i], NULL, i < WRITERS ? write_keys : read_keys, (void *)i);
    }
    for (int i = 0; i < WRITERS + READERS; i++) {
        pthread_join(threads[i], NULL);
    }
    check_counts();
    printf("missed %u, wrong %u, torn %u, keys %u and %u\n", missed, wrong, torn,
           count_keys(&plain), count_keys(&trie));
    return missed || wrong || torn;
}
