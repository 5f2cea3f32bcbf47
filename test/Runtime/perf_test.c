/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_perf_event_output and its consumer: the checks and errors of bpf_xdp_event_output and
 * __bpf_perf_event_output, sizes and losses of kernel/events/ring_buffer.c. */
#include "selftest.h"
#include "test_map.h"

#include "bpf-aot/rings.h"
#include "libcalls/libcalls.h"

enum { RING = 256, INVALID = -22, TOO_BIG = -7, NONE = -2, FULL = -28, ELSEWHERE = -95 };

#define CURRENT_CPU 0xffffffffull

TEST_MAP(events, perf_event_array, 4, SLOTS, 4, 4, 3, 1);
TEST_MAP(other, array, 2, ARRAY, 4, 8, 1, 1);
static uint8_t buffers[2][BPF_AOT_PERF_BYTES(RING)] __attribute__((aligned(16)));

/* What the consumer saw: the events' bytes one after the other. */
static uint8_t seen[4096];
static uint32_t seen_bytes, seen_cpus, last_bytes;
static uint64_t lost;

static void see(void *ctx, int cpu, void *data, uint32_t size_bytes) {
    CHECK(ctx == &events && seen_bytes + size_bytes <= sizeof(seen));
    memcpy(seen + seen_bytes, data, size_bytes);
    seen_bytes += size_bytes;
    last_bytes = size_bytes;
    seen_cpus = seen_cpus << 4 | (uint32_t)cpu;
}

static void see_lost(void *ctx, int cpu, uint64_t count) {
    lost = lost << 8 | count;
}

static int64_t consume(void) {
    seen_bytes = seen_cpus = last_bytes = 0;
    lost = 0;
    return bpf_aot_perf_consume(&events, see, see_lost, &events);
}

static uint8_t packet[40] = {9, 8, 7, 6, 5};

static int64_t output(uint64_t flags, uint64_t size_bytes) {
    uint8_t data[RING] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13};
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_XDP};
    struct bpf_aot_xdp xdp = {.data = packet, .data_end = packet + sizeof(packet) - 8};
    xdp.frags = packet + sizeof(packet) - 8;
    xdp.frags_bytes = 8;
    return bpf_aot_perf_event_output(&xdp, &events, flags, data, size_bytes, &run);
}

static void errors_come_in_the_kernels_order(void) {
    CHECK(output(1ull << 52 | 41ull << 32 | 3, 4) == INVALID);
    CHECK(output(41ull << 32 | 3, 4) == -14);
    CHECK(output(40ull << 32 | 3, 4) == TOO_BIG);
    CHECK(output(2, 4) == NONE && output(CURRENT_CPU, 4) == NONE);
    selftest_cpu = 3;
    CHECK(output(CURRENT_CPU, 4) == TOO_BIG);
    CHECK(bpf_aot_perf_attach(&other, 0, buffers[0], RING) == INVALID);
    CHECK(bpf_aot_perf_attach(&events, 0, buffers[0], RING - 8) == INVALID);
    CHECK(bpf_aot_perf_attach(&events, 3, buffers[0], RING) == TOO_BIG);
    CHECK(bpf_aot_perf_attach(&events, 0, NULL, 0) == NONE);
    CHECK(bpf_aot_perf_attach(&events, 0, buffers[0], RING) == 0);
    CHECK(bpf_aot_perf_attach(&events, 1, buffers[1], RING) == 0);
    selftest_cpu = 0;
    CHECK(output(1, 4) == ELSEWHERE && output(2, 4) == NONE);
    CHECK(bpf_aot_perf_consume(&other, see, see_lost, NULL) == INVALID);
    CHECK(consume() == 0);
}

/* With its own four bytes the size is a multiple of 8 (perf_sample_save_raw_data). */
static void events_are_padded(void) {
    CHECK(output(0, 13) == 0);
    CHECK(consume() == 1 && seen_bytes == 20 && seen_cpus == 0);
    CHECK(seen[12] == 13 && seen[13] == 0 && seen[19] == 0);
    CHECK(output(CURRENT_CPU, 0) == 0 && consume() == 1 && last_bytes == 4);
    CHECK(output(CURRENT_CPU, 4) == 0 && consume() == 1 && last_bytes == 4);
    CHECK(output(CURRENT_CPU, 5) == 0 && consume() == 1 && last_bytes == 12);
}

static void the_packets_bytes_follow(void) {
    CHECK(output(CURRENT_CPU | 5ull << 32, 3) == 0 && consume() == 1 && last_bytes == 12);
    CHECK(memcmp(seen, "\1\2\3\11\10\7\6\5\0\0\0\0", 12) == 0);
}

static void every_cpu_has_its_events(void) {
    selftest_cpu = 1;
    CHECK(output(CURRENT_CPU, 4) == 0 && output(0, 4) == ELSEWHERE);
    selftest_cpu = 0;
    CHECK(output(CURRENT_CPU, 4) == 0 && output(CURRENT_CPU, 4) == 0);
    CHECK(consume() == 3 && seen_cpus == 0x001);
}

/* Records of 8 + 8 bytes: 15 leave less than one more, as head and tail must differ. A record of
 * losses, of 24 bytes, has to fit before the next event. */
static void lost_events_are_counted(void) {
    uint32_t fitting = 0;
    while (output(CURRENT_CPU, 4) == 0) {
        fitting++;
    }
    CHECK(fitting == 15);
    CHECK(output(CURRENT_CPU, 4) == FULL);
    CHECK(consume() == 15 && lost == 0);
    CHECK(output(CURRENT_CPU, 4) == 0 && consume() == 1 && lost == 2);
    CHECK(output(CURRENT_CPU, 4) == 0 && consume() == 1 && lost == 0);
    CHECK(output(CURRENT_CPU, RING) == FULL && output(CURRENT_CPU, 1 << 16) == FULL);
    CHECK(output(CURRENT_CPU, RING - 8 - 4 - 8) == FULL); /* would fit without the losses */
    CHECK(output(CURRENT_CPU, RING - 8 - 4 - 8 - 24) == 0);
    CHECK(consume() == 1 && lost == 3 && last_bytes == RING - 8 - 4 - 8 - 24);
    CHECK(output(CURRENT_CPU, RING - 8 - 4 - 8) == 0 && consume() == 1);
    CHECK(bpf_aot_perf_attach(&events, 0, NULL, 0) == 0 && output(CURRENT_CPU, 4) == NONE);
}

const struct selftest perf_tests[] = {
    {"perf errors come in the kernel's order", errors_come_in_the_kernels_order},
    {"events are padded", events_are_padded},
    {"the packet's bytes follow", the_packets_bytes_follow},
    {"every CPU has its events", every_cpu_has_its_events},
    {"lost events are counted", lost_events_are_counted},
    {NULL, NULL},
};
