/* SPDX-License-Identifier: Apache-2.0 */
/* Runs what tail calls have noted, one program after the other on the same stack. */
#include "bpf-aot/runtime.h"

uint64_t bpf_aot_dispatch(struct bpf_aot_run *run) {
    uint64_t result = 0;
    while (run->next) {
        uint64_t (*body)(void *, struct bpf_aot_run *) = run->next;
        run->next = NULL;
        result = body(run->ctx, run);
    }
    return result;
}
