/* SPDX-License-Identifier: Apache-2.0 */
/* Threads on a ring buffer, a queue and a bloom filter, with the runtime's sources compiled by the
 * host's compiler (ThreadSanitizer): two producers, one consumer; every record arrives whole, once
 * and in its producer's order. */
#include <pthread.h>
#include <stdio.h>
#include <string.h>

#include "bpf-aot/rings.h"
#include "maps/ringbuf.h"
#include "test_map.h"

enum { PRODUCERS = 2, RECORDS = 30000, WORDS = 12 };

TEST_MAP(ring, ringbuf, 27, RING, 0, 0, 4096, 1);
TEST_MAP(queue, queue, 22, QUEUE, 0, 8, 16, 1);
TEST_MAP(filter, bloom_filter, 30, BLOOM, 0, 4, 1000, 5);

static uint32_t next[PRODUCERS], next_queued[PRODUCERS], wrong, running = PRODUCERS;

/* Every word is the same, so that a torn record shows; the number of words is the first's. */
static void fill(uint32_t *words, uint32_t producer, uint32_t number) {
    for (uint32_t i = 0; i < 1 + number % WORDS; i++) {
        words[i] = producer << 24 | number;
    }
}

static void produce_record(uint32_t producer, uint32_t number, struct bpf_aot_run *run) {
    uint32_t words[WORDS], bytes = (1 + number % WORDS) * 4;
    if (number % 2) {
        fill(words, producer, number);
        while (bpf_aot_ringbuf_output(&ring, words, bytes, 0)) {
        }
        return;
    }
    uint32_t *record;
    while (!(record = bpf_aot_ringbuf_reserve(&ring, bytes, 0, run))) {
    }
    memset(record, 0xff, bytes);
    bpf_aot_ringbuf_discard(record, 0, run);
    while (!(record = bpf_aot_ringbuf_reserve(&ring, bytes, 0, run))) {
    }
    fill(record, producer, number);
    bpf_aot_ringbuf_submit(record, 0, run);
}

static void *produce(void *arg) {
    uint32_t producer = (uint32_t)(uintptr_t)arg;
    struct bpf_aot_run run = {0};
    for (uint32_t number = 0; number < RECORDS; number++) {
        uint64_t value = (uint64_t)producer << 32 | number;
        produce_record(producer, number, &run);
        bpf_aot_map_push_elem(&filter, &number, ANY);
        while (number % 8 == 0 && bpf_aot_map_push_elem(&queue, &value, ANY)) {
        }
    }
    __atomic_fetch_sub(&running, 1, __ATOMIC_SEQ_CST);
    return NULL;
}

static int see(void *ctx, void *data, size_t size_bytes) {
    const uint32_t *words = data;
    uint32_t producer = words[0] >> 24, number = words[0] & 0xffffff;
    if (producer >= PRODUCERS || number != next[producer]++ ||
        size_bytes != (1 + number % WORDS) * 4) {
        wrong++;
        return 0;
    }
    for (uint32_t i = 0; i < size_bytes / 4; i++) {
        wrong += words[i] != words[0];
    }
    uint32_t before = number - 1; /* went into the filter before this record */
    wrong += number && bpf_aot_map_peek_elem(&filter, &before) != 0;
    return 0;
}

static void *consume(void *arg) {
    int64_t seen = 0;
    uint64_t value;
    bool last = false;
    while (!last) {
        last = __atomic_load_n(&running, __ATOMIC_SEQ_CST) == 0;
        seen += bpf_aot_ringbuf_consume(&ring, see, NULL);
        while (!bpf_aot_map_pop_elem(&queue, &value)) {
            uint32_t *expected = &next_queued[value >> 32];
            wrong += (uint32_t)value != *expected;
            *expected += 8;
        }
    }
    wrong += seen != PRODUCERS * RECORDS;
    return NULL;
}

int main(void) {
    pthread_t threads[PRODUCERS + 1];
    for (uintptr_t i = 0; i <= PRODUCERS; i++) {
        pthread_create(&threads[i], NULL, i < PRODUCERS ? produce : consume, (void *)i);
    }
    for (int i = 0; i <= PRODUCERS; i++) {
        pthread_join(threads[i], NULL);
    }
    printf("wrong %u, records %u %u, queued %u %u\n", wrong, next[0], next[1], next_queued[0],
           next_queued[1]);
    return wrong || next[0] != RECORDS || next[1] != RECORDS;
}
