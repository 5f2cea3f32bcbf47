/* SPDX-License-Identifier: Apache-2.0 */
/* Packets from their source through the program to whatever shows results. */
#ifndef BPF_AOT_DRIVER_FEED_H
#define BPF_AOT_DRIVER_FEED_H

#include "driver/pcap.h"
#include "driver/run.h"
#include "driver/stats.h"

enum bpf_aot_exit { BPF_AOT_DONE, BPF_AOT_WRONG_INPUT, BPF_AOT_WRONG_USAGE };

/* A packet, where it runs, and what came out. */
struct bpf_aot_seat {
    uint8_t bytes[BPF_AOT_PACKET_MAX];
    struct bpf_aot_place place;
    struct bpf_aot_job job;
    struct bpf_aot_outcome outcome;
    bool good; /* the run has an outcome */
};

struct bpf_aot_feed {
    const struct bpf_aot_program *program;
    const struct bpf_aot_run_options *options;
    struct bpf_aot_pcap pcap;
    struct bpf_aot_stats *stats;
    volatile uint32_t interrupted;
    bool shows_progress;
    uint64_t progress_at, started; /* nanoseconds */
};

/* An enum bpf_aot_exit, after messages. */
int bpf_aot_feed_all(struct bpf_aot_feed *feed);

/* Prints, counts and writes what came out; false after a message. */
bool bpf_aot_feed_finish(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat);
/* The same for a run in a copy of the process, whose maps nobody else sees (-fresh). */
bool bpf_aot_fresh_run(struct bpf_aot_feed *feed, struct bpf_aot_seat *seat);

/* -trace: whose lines the calling CPU writes now. */
void bpf_aot_trace_on(void);
void bpf_aot_trace_job(const struct bpf_aot_job *job);

/* -threads: seats for packets that run at once; NULL after a message. */
struct bpf_aot_crew;
struct bpf_aot_crew *bpf_aot_crew_start(const struct bpf_aot_run_options *options);
struct bpf_aot_seat *bpf_aot_crew_seat(struct bpf_aot_crew *crew, uint32_t index);
/* Runs the first `count` seats, on this thread, too. */
void bpf_aot_crew_run(struct bpf_aot_crew *crew, uint32_t count);
void bpf_aot_crew_end(struct bpf_aot_crew *crew);
enum { BPF_AOT_CREW_SEATS = 128 };

#endif
