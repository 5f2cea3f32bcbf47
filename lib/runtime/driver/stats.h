/* SPDX-License-Identifier: Apache-2.0 */
/* -stats: what all runs together did. */
#ifndef BPF_AOT_DRIVER_STATS_H
#define BPF_AOT_DRIVER_STATS_H

#include "driver/run.h"

enum { BPF_AOT_VERDICTS_MAX = 16 };

struct bpf_aot_stats {
    uint64_t bytes, ns, ns_min; /* ns_min: of a packet's mean over its repetitions */
    uint32_t packets, aborted;
    struct {
        uint64_t r0;
        uint32_t packets;
    } verdicts[BPF_AOT_VERDICTS_MAX];
    uint32_t verdict_count;
    uint32_t other_verdicts; /* packets with a value that found no room */
};

void bpf_aot_stats_add(struct bpf_aot_stats *stats, const struct bpf_aot_job *job,
                       const struct bpf_aot_outcome *outcome);
void bpf_aot_stats_print(const struct bpf_aot_stats *stats, const struct bpf_aot_program *program,
                         const struct bpf_aot_run_options *options);

#endif
