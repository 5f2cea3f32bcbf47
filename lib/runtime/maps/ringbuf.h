/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_RINGBUF, below the helpers and the host's view. */
#ifndef BPF_AOT_RUNTIME_RINGBUF_H
#define BPF_AOT_RUNTIME_RINGBUF_H

#include "maps/ring.h"

/* A new record of `size_bytes` bytes that the consumer does not see yet; NULL: no room, or flags,
 * of which there are none. */
void *bpf_aot_ringbuf_take(struct bpf_aot_map *map, uint64_t size_bytes, uint64_t flags);
/* Hands a record that bpf_aot_ringbuf_take gave to the consumer, who skips it if `discard`. Flags:
 * BPF_RB_NO_WAKEUP, BPF_RB_FORCE_WAKEUP. The record is trusted: see to it that it is held. */
void bpf_aot_ringbuf_give(void *record, bool discard, uint64_t flags);
/* The release of a record that a run holds (bpf_aot_hold): discards it. */
void bpf_aot_ringbuf_abandon(void *record);

enum {
    RT_RB_NO_WAKEUP = 1,
    RT_RB_FORCE_WAKEUP = 2,
};

#endif
