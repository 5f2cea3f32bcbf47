/* SPDX-License-Identifier: Apache-2.0 */
/* Runs a program on one packet or one piece of memory, and prints the result. */
#ifndef BPF_AOT_DRIVER_RUN_H
#define BPF_AOT_DRIVER_RUN_H

#include "bpf-aot/runtime.h"
#include "driver/options.h"
#include "driver/skb.h"

enum { BPF_AOT_PACKET_MAX = 65536, BPF_AOT_PLACE_BYTES = BPF_AOT_PACKET_MAX + 2 * 4096 };

/* Where a run takes place; its outcome points in here. The headroom of the buffer is a multiple of
 * the largest alignment that a program can ask for. */
struct bpf_aot_place {
    uint8_t buffer[BPF_AOT_PLACE_BYTES] __attribute__((aligned(16)));
    struct bpf_aot_xdp xdp;
    struct bpf_aot_skb skb;
    struct bpf_aot_flow_keys flow_keys __attribute__((aligned(8)));
};

struct bpf_aot_job {
    const struct bpf_aot_program *program;
    const struct bpf_aot_run_options *options;
    const uint8_t *bytes;
    uint32_t size_bytes;
    uint32_t number;               /* from 1 */
    uint32_t seconds, nanoseconds; /* when it was captured */
    struct bpf_aot_place *place;
    uint64_t ns; /* spent in the program, with -stats */
};

/* What a run leaves behind. */
struct bpf_aot_outcome {
    uint64_t r0;
    const void *bytes;
    uint32_t size_bytes;
    uint32_t meta_bytes; /* of them, in front of the packet: XDP metadata */
    const void *context;                       /* NULL: raw */
    const struct bpf_aot_flow_keys *flow_keys; /* NULL: no flow dissector */
    uint32_t aborted;                          /* runs that a failed check ended */
};

/* False, with a message, when -ctx is wrong. */
bool bpf_aot_run(struct bpf_aot_job *job, struct bpf_aot_outcome *outcome);
/* False, with a message, when the result cannot be printed. */
bool bpf_aot_run_print(const struct bpf_aot_job *job, const struct bpf_aot_outcome *outcome);

#endif
