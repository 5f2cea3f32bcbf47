/* SPDX-License-Identifier: Apache-2.0 */
/* The host's end of ring buffers and perf events, for a C program that links translated code; the
 * functions are named after libbpf's. They may run beside programs, each map in one thread at a
 * time. There are no file descriptors: nothing waits. */
#ifndef BPF_AOT_RINGS_H
#define BPF_AOT_RINGS_H

#include "bpf-aot/runtime.h"

/* One record; it is gone when this returns. Negative: stop. */
typedef int bpf_aot_ring_fn(void *ctx, void *data, size_t size_bytes);
/* libbpf: ring_buffer__consume. Every record of a ringbuf up to the first that is not submitted,
 * without discarded ones: their number, a negative result of `fn`, or -EINVAL for another map. */
int64_t bpf_aot_ringbuf_consume(struct bpf_aot_map *map, bpf_aot_ring_fn *fn, void *ctx);
/* How often the kernel would have woken its consumer so far (BPF_RB_NO_WAKEUP and
 * BPF_RB_FORCE_WAKEUP count); wraps. For a host that has something to wait on. */
uint32_t bpf_aot_ringbuf_wakeups(struct bpf_aot_map *map);

#endif
