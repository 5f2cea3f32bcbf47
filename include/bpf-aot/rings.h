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

/* Bytes of memory behind a buffer of `ring_bytes` bytes for perf events. */
#define BPF_AOT_PERF_BYTES(ring_bytes) BPF_AOT_RING_BYTES(0, 0, ring_bytes, 1)
/* Gives CPU `cpu` of a perf_event_array a buffer: zeroed memory, aligned to 16 bytes, that stays
 * where it is while programs run; NULL takes it away. `ring_bytes` is a power of two, as with
 * perf_buffer__new's pages. 0, -EINVAL, -E2BIG (no such entry), -ENOENT (there was none). */
int bpf_aot_perf_attach(struct bpf_aot_map *map, uint32_t cpu, void *memory, uint32_t ring_bytes);

/* One event. Its size is padded as the kernel's: with its own four bytes, a multiple of 8. */
typedef void bpf_aot_perf_fn(void *ctx, int cpu, void *data, uint32_t size_bytes);
/* So many events of `cpu` found no room before the next one. */
typedef void bpf_aot_lost_fn(void *ctx, int cpu, uint64_t count);
/* libbpf: perf_buffer__consume. Events of all CPUs, each CPU's in their order: their number, or
 * -EINVAL for another map. `lost` may be NULL. Events lost since the last one are told with the
 * next, as in the kernel. */
int64_t bpf_aot_perf_consume(struct bpf_aot_map *map, bpf_aot_perf_fn *fn, bpf_aot_lost_fn *lost,
                             void *ctx);

#endif
