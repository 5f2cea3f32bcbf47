/* SPDX-License-Identifier: Apache-2.0 */
/* The run of a kernel's code in user mode. */
#ifndef RT_REPLAY_H
#define RT_REPLAY_H

#include "bpf-aot/runtime.h"

/* The start of the kernel's struct xdp_rxq_info. Of a device programs see its number alone, so
 * every word of it is that. */
enum { REPLAY_DEVICE_WORDS = 2048, REPLAY_DEVICE = 1 /* BPF_PROG_TEST_RUN: lo */ };
struct bpf_aot_replay_queue {
    const uint32_t *device;
    uint32_t index;
};

/* The start of the kernel's struct xdp_buff. Behind it zeros. */
struct bpf_aot_replay_kernel {
    void *data, *data_end, *data_meta, *data_hard_start;
    struct bpf_aot_replay_queue *rxq;
    void *txq;
    uint32_t frame_bytes, flags;
    uint64_t zeros[8];
};

extern struct bpf_aot_replay_kernel bpf_aot_replay_kernel;
/* What helpers see of it, and of the run. */
extern struct bpf_aot_xdp bpf_aot_replay_context;
extern struct bpf_aot_run bpf_aot_replay_run;

/* A byte that stands for the mark of an LRU's element while the code may look at it. */
extern struct bpf_aot_replay_mark {
    uint8_t *at, was;
} bpf_aot_replay_mark;

static inline void replay_unmark(void) {
    if (bpf_aot_replay_mark.at) {
        *bpf_aot_replay_mark.at = bpf_aot_replay_mark.was;
        bpf_aot_replay_mark.at = NULL;
    }
}

/* Around a helper: its context is as the kernel's, and the other way round. */
static inline void replay_enter(void) {
    replay_unmark();
    bpf_aot_replay_context.data = bpf_aot_replay_kernel.data;
    bpf_aot_replay_context.data_end = bpf_aot_replay_kernel.data_end;
    bpf_aot_replay_context.data_meta = bpf_aot_replay_kernel.data_meta;
}

static inline void replay_leave(void) {
    bpf_aot_replay_kernel.data = bpf_aot_replay_context.data;
    bpf_aot_replay_kernel.data_end = bpf_aot_replay_context.data_end;
    bpf_aot_replay_kernel.data_meta = bpf_aot_replay_context.data_meta;
}

/* Writes what maps hold. */
void bpf_aot_replay_contents(void);

#endif
