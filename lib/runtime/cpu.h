/* SPDX-License-Identifier: Apache-2.0 */
/* State that the runtime keeps once per CPU. */
#ifndef BPF_AOT_RUNTIME_CPU_H
#define BPF_AOT_RUNTIME_CPU_H

#include "bpf-aot/runtime.h"

/* Slots of the runtime's own per-CPU state; a power of two. CPUs above share slots. */
#define RT_CPU_SLOTS 64

static inline uint32_t rt_cpu_slot(void) {
    return bpf_aot_this_cpu() & (RT_CPU_SLOTS - 1);
}

/* The CPU's values of `map`. An embedder that has more CPUs than the map has slots breaks the
 * contract; it then shares the first one instead of leaving the storage. */
static inline uint32_t rt_map_cpu(const struct bpf_aot_map *map) {
    uint32_t cpu = bpf_aot_this_cpu();
    return cpu < map->cpus ? cpu : 0;
}

/* Of bpf_aot_aborted_runs, those on the calling CPU (run/abort.c). */
uint32_t rt_aborted_here(void);

#endif
