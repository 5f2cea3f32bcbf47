/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_user_ringbuf_drain and its producer: the room of libbpf's user_ring_buffer__reserve, the
 * order and errors of the kernel's drain. */
#include "selftest.h"
#include "test_map.h"

#include "bpf-aot/rings.h"
#include "libcalls/libcalls.h"

enum { BYTES = 4096 };

TEST_MAP(ring, user_ringbuf, 31, RING, 0, 0, BYTES, 1);
TEST_MAP(other, array, 2, ARRAY, 4, 8, 1, 1);
static struct bpf_aot_run run;

static uint32_t seen, sum, stop_after;
static uint8_t kept_dynptr[16];

static uint64_t see(uint64_t r1, uint64_t r2, uint64_t r3, uint64_t r4, uint64_t r5,
                    struct bpf_aot_run *given) {
    uint8_t *dynptr = (uint8_t *)(uintptr_t)r1, byte = 0;
    CHECK(r2 == 77 && given == &run);
    CHECK(bpf_aot_check_write(r1, 16, &run) == 1);
    CHECK(bpf_aot_user_ringbuf_drain(&ring, see, 77, 0, &run) == -16);
    memcpy(kept_dynptr, dynptr, sizeof(kept_dynptr));
    for (uint32_t i = 0; bpf_aot_dynptr_read(&byte, 1, dynptr, i, 0, &run) == 0; i++) {
        sum += byte;
    }
    seen++;
    return stop_after && --stop_after == 0;
}

static int64_t drain(uint64_t flags) {
    seen = sum = 0;
    return bpf_aot_user_ringbuf_drain(&ring, see, 77, flags, &run);
}

static uint8_t *sample(uint32_t size_bytes, int byte) {
    uint8_t *bytes = bpf_aot_user_ringbuf_reserve(&ring, size_bytes);
    CHECK(bytes != NULL);
    memset(bytes, byte, bytes ? size_bytes : 0);
    return bytes;
}

static void samples_are_drained_in_order(void) {
    CHECK(drain(0) == 0 && drain(4) == -22);
    uint8_t *first = sample(5, 1), *second = sample(6, 2), *third = sample(7, 3);
    bpf_aot_user_ringbuf_submit(&ring, second);
    CHECK(drain(0) == 0); /* the first is not ready */
    bpf_aot_user_ringbuf_discard(&ring, first);
    CHECK(drain(0) == 1 && sum == 12);
    bpf_aot_user_ringbuf_submit(&ring, third);
    CHECK(drain(0) == 1 && sum == 21 && drain(0) == 0);
    CHECK(bpf_aot_user_ringbuf_reserve(&other, 8) == NULL);
}

static void a_callback_may_stop(void) {
    for (int i = 0; i < 3; i++) {
        bpf_aot_user_ringbuf_submit(&ring, sample(1, 1));
    }
    stop_after = 2;
    CHECK(drain(0) == 2 && seen == 2);
    CHECK(drain(0) == 1);
    CHECK(run.held_count == 0 && run.regions == NULL);
}

static void the_host_fills_the_ring(void) {
    CHECK(bpf_aot_user_ringbuf_reserve(&ring, BYTES - 7) == NULL);
    bpf_aot_user_ringbuf_submit(&ring, sample(BYTES - 8, 1));
    CHECK(bpf_aot_user_ringbuf_reserve(&ring, 0) == NULL);
    CHECK(drain(0) == 1 && sum == BYTES - 8);
    for (uint32_t size = 0; size < 3000; size += 13) {
        bpf_aot_user_ringbuf_submit(&ring, sample(size, 3));
        CHECK(drain(0) == 1 && sum == 3 * size);
    }
}

static void a_dynptr_ends_with_its_callback(void) {
    uint8_t byte;
    bpf_aot_user_ringbuf_submit(&ring, sample(8, 1));
    CHECK(drain(0) == 1);
    CHECK(bpf_aot_dynptr_read(&byte, 1, kept_dynptr, 0, 0, &run) == -22 && run.aborted);
    run.aborted = 0;
}

const struct selftest user_ringbuf_tests[] = {
    {"samples are drained in order", samples_are_drained_in_order},
    {"a callback may stop a drain", a_callback_may_stop},
    {"the host fills the ring", the_host_fills_the_ring},
    {"a dynptr ends with its callback", a_dynptr_ends_with_its_callback},
    {NULL, NULL},
};
