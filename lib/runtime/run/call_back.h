/* SPDX-License-Identifier: Apache-2.0 */
/* How a helper calls back into translated code. */
#ifndef BPF_AOT_RUNTIME_CALL_BACK_H
#define BPF_AOT_RUNTIME_CALL_BACK_H

#include "bpf-aot/runtime.h"

/* The result of a callback that tail called is that of the program it chose; 1, which ends any
 * walk, when the run has been aborted. */
static inline uint64_t bpf_aot_call_back(bpf_aot_callback *callback, uint64_t r1, uint64_t r2,
                                         uint64_t r3, uint64_t r4, struct bpf_aot_run *run) {
    uint64_t result = callback(r1, r2, r3, r4, 0, run);
    if (run->next) {
        result = bpf_aot_dispatch(run);
    }
    return run->aborted ? 1 : result;
}

#endif
