/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a run whose check failed. */
#include "cpu.h"

static uint32_t aborted_runs[RT_CPU_SLOTS];

void bpf_aot_abort(struct bpf_aot_run *run) {
    if (!run->aborted) {
        __atomic_fetch_add(&aborted_runs[rt_cpu_slot()], 1, __ATOMIC_RELAXED);
    }
    run->aborted = 1;
    run->next = NULL;
}

uint32_t rt_aborted_here(void) {
    return __atomic_load_n(&aborted_runs[rt_cpu_slot()], __ATOMIC_RELAXED);
}

uint32_t bpf_aot_aborted_runs(void) {
    uint32_t sum = 0;
    for (uint32_t cpu = 0; cpu < RT_CPU_SLOTS; cpu++) {
        sum += __atomic_load_n(&aborted_runs[cpu], __ATOMIC_RELAXED);
    }
    return sum;
}
