/* SPDX-License-Identifier: Apache-2.0 */
/* Ring buffers: the positions, limits and errors of the kernel's ringbuf.c; forged records. */
#include "selftest.h"
#include "test_map.h"

#include "bpf-aot/rings.h"
#include "libcalls/libcalls.h"
#include "maps/ringbuf.h"

enum { BYTES = 4096, AVAILABLE = 0, RING_SIZE, CONSUMER, PRODUCER };

TEST_MAP(ring, ringbuf, 27, RING, 0, 0, BYTES, 1);
TEST_MAP(other, array, 2, ARRAY, 4, 8, 1, 1);
static struct bpf_aot_run run;

/* What the consumer saw: how many, the last one's size, the sum of all bytes. */
static uint32_t seen, last_bytes, sum;
static int stop_after;

static int see(void *ctx, void *data, size_t size_bytes) {
    const uint8_t *bytes = data;
    CHECK(ctx == &ring);
    seen++;
    last_bytes = (uint32_t)size_bytes;
    for (size_t i = 0; i < size_bytes; i++) {
        sum += bytes[i];
    }
    return stop_after && --stop_after == 0 ? -5 : 0;
}

static int64_t consume(void) {
    seen = last_bytes = sum = 0;
    return bpf_aot_ringbuf_consume(&ring, see, &ring);
}

static uint64_t query(uint64_t what) {
    return bpf_aot_ringbuf_query(&ring, what);
}

static void *reserve(uint64_t size_bytes) {
    return bpf_aot_ringbuf_reserve(&ring, size_bytes, 0, &run);
}

static void records_come_out_as_they_went_in(void) {
    uint8_t bytes[13] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    CHECK(query(AVAILABLE) == 0 && query(RING_SIZE) == BYTES && query(4) == 0);
    CHECK(consume() == 0);
    CHECK(bpf_aot_ringbuf_output(&ring, bytes, 13, 4) == -22);
    CHECK(bpf_aot_ringbuf_output(&ring, bytes, 13, 1ull << 32) == -22);
    CHECK(bpf_aot_ringbuf_output(&ring, bytes, 13, 0) == 0);
    CHECK(query(AVAILABLE) == 24 && query(PRODUCER) == 24 && query(CONSUMER) == 0);
    CHECK(bpf_aot_ringbuf_output(&ring, bytes, 0, 0) == 0);
    CHECK(query(AVAILABLE) == 32);
    CHECK(consume() == 2 && seen == 2 && sum == 91 && last_bytes == 0);
    CHECK(query(AVAILABLE) == 0 && query(CONSUMER) == 32);
    CHECK(bpf_aot_ringbuf_consume(&other, see, &ring) == -22);
}

static void records_are_seen_once_submitted(void) {
    uint8_t *first = reserve(5), *second = reserve(6), *third = reserve(7);
    CHECK(first && second && third && run.held_count == 3);
    memset(second, 1, 6);
    memset(third, 1, 7);
    bpf_aot_ringbuf_submit(second, 0, &run);
    CHECK(consume() == 0); /* the first is not ready */
    bpf_aot_ringbuf_discard(first, 0, &run);
    CHECK(consume() == 1 && sum == 6);
    bpf_aot_ringbuf_submit(third, 0, &run);
    CHECK(consume() == 1 && sum == 7 && run.held_count == 0);
    CHECK(bpf_aot_ringbuf_reserve(&ring, 8, 1, &run) == NULL); /* flags */
}

/* kernel: positions may be apart by the size less 1, so that a record of the whole size never
 * fits; nor does one behind a record that is not committed for a whole round. */
static void the_ring_is_full_when_the_kernels_is(void) {
    CHECK(reserve(BYTES - 8) == NULL);
    CHECK(reserve(BYTES - 7) == NULL);
    CHECK(reserve(1ull << 32) == NULL);
    CHECK(reserve(UINT64_MAX) == NULL);
    uint8_t *record = reserve(BYTES - 16);
    CHECK(record != NULL);
    CHECK(reserve(0) == NULL);
    CHECK(bpf_aot_ringbuf_output(&ring, record, 0, 0) == -11);
    memset(record, 1, BYTES - 16); /* past the end of the first half */
    bpf_aot_ringbuf_submit(record, 0, &run);
    CHECK(reserve(0) == NULL);
    CHECK(consume() == 1 && sum == BYTES - 16);
}

static void every_position_holds_a_record(void) {
    for (uint32_t size = 0; size < 3000; size += 7) {
        uint64_t before = query(PRODUCER);
        uint8_t *record = reserve(size);
        CHECK(record == ring_storage + 256 + 8 + before % BYTES);
        CHECK(query(PRODUCER) == before + (size + 8 + 7) / 8 * 8);
        if (record) {
            memset(record, 3, size);
        }
        bpf_aot_ringbuf_submit(record, 0, &run);
        CHECK(consume() == 1 && sum == 3 * size && last_bytes == size);
    }
}

static void a_consumer_may_stop(void) {
    uint8_t byte = 1;
    for (int i = 0; i < 3; i++) {
        CHECK(bpf_aot_ringbuf_output(&ring, &byte, 1, 0) == 0);
    }
    stop_after = 2;
    CHECK(consume() == -5 && seen == 2);
    CHECK(consume() == 1);
}

static void only_the_holder_gives_back(void) {
    struct bpf_aot_run other_run = {0};
    uint8_t *record = reserve(32), forged[64] = {0};
    uint32_t header = ring_header_of(record)->length;
    bpf_aot_ringbuf_submit(record, 0, &other_run);
    bpf_aot_ringbuf_submit(record + 8, 0, &run);
    bpf_aot_ringbuf_discard(forged + 32, 0, &run);
    bpf_aot_ringbuf_submit(NULL, 0, &run);
    CHECK(ring_header_of(record)->length == header && run.held_count == 1);
    CHECK(bpf_aot_check_write((uintptr_t)record, 32, &run) == 1);
    CHECK(bpf_aot_check_write((uintptr_t)record, 33, &run) == 0);
    CHECK(bpf_aot_check_read((uintptr_t)record - 8, 8, &run) == 0);
    CHECK(bpf_aot_check_read((uintptr_t)record, 8, &other_run) == 0);
    bpf_aot_ringbuf_submit(record, 0, &run);
    bpf_aot_ringbuf_discard(record, 0, &run); /* too late */
    CHECK(bpf_aot_check_read((uintptr_t)record, 8, &run) == 0);
    CHECK(consume() == 1);
}

static void a_run_that_ends_discards_its_records(void) {
    CHECK(reserve(8) && reserve(8));
    bpf_aot_release_all(&run);
    CHECK(run.held_count == 0 && query(AVAILABLE) == 32);
    CHECK(consume() == 0 && query(AVAILABLE) == 0);
    for (int i = 0; i < BPF_AOT_HELD_MAX; i++) {
        CHECK(reserve(8) != NULL);
    }
    CHECK(reserve(8) == NULL); /* holds too much */
    bpf_aot_release_all(&run);
    CHECK(consume() == 0 && query(AVAILABLE) == 0);
}

/* kernel: bpf_ringbuf_commit wakes a consumer that has caught up, or as flags say. */
static void consumers_are_woken_as_in_the_kernel(void) {
    uint32_t before = bpf_aot_ringbuf_wakeups(&ring);
    uint8_t byte = 0;
    bpf_aot_ringbuf_output(&ring, &byte, 1, 0);
    CHECK(bpf_aot_ringbuf_wakeups(&ring) == before + 1);
    bpf_aot_ringbuf_output(&ring, &byte, 1, 0); /* the consumer is not there yet */
    CHECK(bpf_aot_ringbuf_wakeups(&ring) == before + 1);
    bpf_aot_ringbuf_output(&ring, &byte, 1, RT_RB_FORCE_WAKEUP);
    CHECK(bpf_aot_ringbuf_wakeups(&ring) == before + 2);
    CHECK(consume() == 3);
    bpf_aot_ringbuf_output(&ring, &byte, 1, RT_RB_NO_WAKEUP);
    CHECK(bpf_aot_ringbuf_wakeups(&ring) == before + 2);
    CHECK(consume() == 1);
}

static void there_is_nothing_to_look_up(void) {
    uint32_t key = 0;
    CHECK(ring.ops->lookup(&ring, &key) == NULL);
    CHECK(ring.ops->update(&ring, &key, &key, ANY) == -524);
    CHECK(ring.ops->remove(&ring, &key) == -524);
    CHECK(bpf_aot_check_read((uintptr_t)ring_storage + 512, 8, &run) == 0);
}

const struct selftest ringbuf_tests[] = {
    {"records come out as they went in", records_come_out_as_they_went_in},
    {"records are seen once submitted", records_are_seen_once_submitted},
    {"the ring is full when the kernel's is", the_ring_is_full_when_the_kernels_is},
    {"every position holds a record", every_position_holds_a_record},
    {"a consumer may stop", a_consumer_may_stop},
    {"only the holder gives back", only_the_holder_gives_back},
    {"a run that ends discards its records", a_run_that_ends_discards_its_records},
    {"consumers are woken as in the kernel", consumers_are_woken_as_in_the_kernel},
    {"there is nothing to look up in a ring", there_is_nothing_to_look_up},
    {NULL, NULL},
};
