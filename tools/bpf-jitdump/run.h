/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_PROG_TEST_RUN of a loaded program. */
#ifndef BPF_JITDUMP_RUN_H
#define BPF_JITDUMP_RUN_H

#include "load.h"
#include "memory.h"

struct inputs {
    struct bytes *packets;
    uint32_t count;
    struct bytes ctx;
    uint32_t repeat;
};

/* What the maps hold behind the last packet, and one line a packet. All run once, in order, before
 * any is repeated: maps keep what a run leaves. */
bool program_run(const struct program *program, const char *name, const struct loaded *loaded,
                 const struct inputs *inputs, uint32_t *run_count);

/* Called before and behind each BPF_PROG_TEST_RUN: an emulator that follows instructions knows by
 * its address where one begins and ends (test/Benchmark/kernel_count.py). */
__attribute__((noinline)) void bpf_jitdump_mark(void);

#endif
