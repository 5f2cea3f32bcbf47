/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on one hash map, natively and with libc: a key that is replaced all the time is never
 * missed, others come and go, and the counts are right in the end. */
#include <pthread.h>
#include <stdio.h>

#include "bpf-aot/runtime.h"
#include "test_map.h"

enum { WRITERS = 2, READERS = 2, ROUNDS = 200000, OWN_KEYS = 8, LASTING = 1000 };

TEST_MAP(shared, hash, 1, HASH, 4, 8, WRITERS *OWN_KEYS + 1, 1);
TEST_MAP(counts, percpu_hash, 5, HASH, 4, 8, 1, WRITERS);

static _Thread_local uint32_t cpu;
static int missed, wrong, running = WRITERS;

uint32_t bpf_aot_this_cpu(void) {
    return cpu;
}

/* Every value is twice the same number, so that a torn one shows. */
static uint64_t twice(uint32_t number) {
    return (uint64_t)number << 32 | number;
}

static void *write_keys(void *arg) {
    cpu = (uint32_t)(uintptr_t)arg;
    for (uint32_t round = 0; round < ROUNDS; round++) {
        uint32_t lasting = LASTING;
        uint32_t own = cpu * OWN_KEYS + round % OWN_KEYS;
        uint32_t zero = 0;
        uint64_t value = twice(round);
        uint64_t count = round + 1;
        wrong += bpf_aot_map_update_elem(&shared, &lasting, &value, EXIST) != 0;
        if (round / OWN_KEYS % 2 == 0) {
            wrong += bpf_aot_map_update_elem(&shared, &own, &value, NOEXIST) != 0;
        } else {
            wrong += bpf_aot_map_delete_elem(&shared, &own) != 0;
        }
        bpf_aot_map_update_elem(&counts, &zero, &count, ANY);
    }
    __atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static void *read_keys(void *arg) {
    uint32_t lasting = LASTING;
    while (__atomic_load_n(&running, __ATOMIC_SEQ_CST)) {
        if (!bpf_aot_map_lookup_elem(&shared, &lasting)) {
            __atomic_fetch_add(&missed, 1, __ATOMIC_SEQ_CST);
        }
    }
    return NULL;
}

int main(void) {
    pthread_t threads[WRITERS + READERS];
    uint32_t lasting = LASTING, zero = 0;
    uint64_t value = twice(0);
    bpf_aot_map_update_elem(&shared, &lasting, &value, ANY);
    for (uintptr_t i = 0; i < WRITERS + READERS; i++) {
        pthread_create(&threads[i], NULL, i < WRITERS ? write_keys : read_keys, (void *)i);
    }
    for (int i = 0; i < WRITERS + READERS; i++) {
        pthread_join(threads[i], NULL);
    }
    uint32_t keys = 0;
    for (const void *key = NULL; (key = shared.ops->next_key(&shared, key));) {
        keys++;
    }
    for (uint32_t i = 0; i < WRITERS; i++) {
        uint64_t *count = counts.ops->value_on(&counts, &zero, i);
        wrong += !count || *count != ROUNDS;
    }
    uint64_t *last = bpf_aot_map_lookup_elem(&shared, &lasting);
    wrong += !last || *last != twice(ROUNDS - 1);
    printf("missed %d, wrong %d, keys %u\n", missed, wrong, keys);
    return missed || wrong || keys != 1;
}
