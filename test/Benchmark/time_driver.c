/* SPDX-License-Identifier: Apache-2.0 */
/* Times a program, translated and native, in one process on this machine: in each round both run
 * over all packets, one after the other, in changing order. Half way the kernel runs the program of
 * OBJECT, if one is given, on each packet (BPF_PROG_TEST_RUN, its own mean; once, because a kernel
 * waits for all CPUs before it repeats a program). time_driver FILE ROUNDS [OBJECT]
 * Prints for each the median nanoseconds of a run, the least, and the results' sum; then the
 * kernel's nanoseconds. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bpf-aot/runtime.h"

enum { PACKETS = 24, PASSES = 16, SLOT = 2048, START = 2, ROUNDS_MAX = 10000 };
/* The kernel tells whole nanoseconds of a run. */
enum { KERNEL_PASSES = 1000 };

uint64_t prog_translated(struct bpf_aot_xdp *ctx);
uint32_t prog_native(struct bpf_aot_xdp *ctx); /* struct ctx of bench.h is its first two members */

static uint8_t master[PACKETS][SLOT] __attribute__((aligned(64)));
static uint8_t packets[PACKETS][SLOT] __attribute__((aligned(64)));
static struct bpf_aot_xdp contexts[PACKETS];
static int distinct = PACKETS;
static double times[2][ROUNDS_MAX];
static uint64_t sums[2];

static _Noreturn void die(const char *what) {
    perror(what);
    exit(1);
}

/* A file of fewer packets is repeated, so that a round is long enough for the clock. */
static void read_packets(const char *path) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        die(path);
    }
    for (int i = 0; i < PACKETS; i++) {
        uint8_t head[2];
        if (fread(head, 1, 2, file) != 2) {
            distinct = i < distinct ? i : distinct;
            rewind(file);
            if (fread(head, 1, 2, file) != 2) {
                die(path);
            }
        }
        size_t size_bytes = (size_t)head[0] << 8 | head[1];
        if (size_bytes > SLOT - START ||
            fread(master[i] + START, 1, size_bytes, file) != size_bytes) {
            die(path);
        }
        uint8_t *packet = packets[i] + START;
        contexts[i] = (struct bpf_aot_xdp){
            .data = packet,
            .data_end = packet + size_bytes,
            .data_meta = packet,
            .buffer_start = packets[i],
            .buffer_end = packets[i] + SLOT,
        };
    }
    fclose(file);
}

static double now_ns(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

/* Programs may write: each batch begins with the packets as they came. */
static double batch(int side) {
    uint64_t sum = 0;
    memcpy(packets, master, sizeof(packets));
    double begin = now_ns();
    for (int pass = 0; pass < PASSES; pass++) {
        for (int i = 0; i < PACKETS; i++) {
            sum += side ? prog_native(&contexts[i]) : (uint32_t)prog_translated(&contexts[i]);
        }
    }
    double end = now_ns();
    sums[side] = sums[side] * 31 + sum;
    return (end - begin) / (PASSES * PACKETS);
}

static int load(const char *path) {
    struct bpf_object *object = bpf_object__open_file(path, NULL);
    if (!object || bpf_object__load(object)) {
        die(path);
    }
    return bpf_program__fd(bpf_object__next_program(object, NULL));
}

static double kernel_batch(int fd) {
    static uint8_t out[1 << 16];
    double sum_ns = 0;
    for (int i = 0; i < distinct; i++) {
        size_t size_bytes = (size_t)((uint8_t *)contexts[i].data_end - (uint8_t *)contexts[i].data);
        LIBBPF_OPTS(bpf_test_run_opts, test, .data_in = master[i] + START,
                    .data_size_in = (uint32_t)size_bytes, .data_out = out,
                    .data_size_out = sizeof(out), .repeat = KERNEL_PASSES);
        if (bpf_prog_test_run_opts(fd, &test)) {
            die("BPF_PROG_TEST_RUN");
        }
        sum_ns += test.duration;
    }
    return sum_ns / distinct;
}

static int by_value(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

int main(int argc, char **argv) {
    int rounds = argc >= 3 ? atoi(argv[2]) : 0;
    if (rounds < 1 || rounds > ROUNDS_MAX) {
        fprintf(stderr, "usage: time_driver FILE ROUNDS [OBJECT]\n");
        return 2;
    }
    int fd = argc > 3 ? load(argv[3]) : -1;
    double kernel_ns = 0;
    read_packets(argv[1]);
    for (int round = 0; round < rounds; round++) {
        for (int turn = 0; turn < 2; turn++) {
            int side = turn ^ (round & 1);
            times[side][round] = batch(side);
        }
        if (round == rounds / 2 && fd >= 0) {
            kernel_ns = kernel_batch(fd);
        }
    }
    for (int side = 0; side < 2; side++) {
        qsort(times[side], (size_t)rounds, sizeof(double), by_value);
        printf("%.3f %.3f %016" PRIx64 "\n", times[side][rounds / 2], times[side][0], sums[side]);
    }
    if (fd >= 0) {
        printf("%.3f\n", kernel_ns);
    }
    return 0;
}
