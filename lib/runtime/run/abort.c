/* SPDX-License-Identifier: Apache-2.0 */
/* The end of a run whose check failed. */
#include "bpf-aot/runtime.h"

static uint32_t aborted_runs;

void bpf_aot_abort(struct bpf_aot_run *run) {
    if (!run->aborted) {
        __atomic_fetch_add(&aborted_runs, 1, __ATOMIC_RELAXED);
    }
    run->aborted = 1;
    run->next = NULL;
}

uint32_t bpf_aot_aborted_runs(void) {
    return __atomic_load_n(&aborted_runs, __ATOMIC_RELAXED);
}
