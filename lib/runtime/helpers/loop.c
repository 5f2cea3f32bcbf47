/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_loop. */
#include "errors.h"
#include "run/call_back.h"

enum { LOOPS_MAX = 1 << 23 }; /* kernel: BPF_MAX_LOOPS */

int64_t bpf_aot_loop(uint32_t count, bpf_aot_callback *callback, uint64_t callback_ctx,
                     uint64_t flags, struct bpf_aot_run *run) {
    if (flags) {
        return -RT_EINVAL;
    }
    if (count > LOOPS_MAX) {
        return -RT_E2BIG;
    }
    uint32_t calls = 0;
    while (calls < count && bpf_aot_call_back(callback, calls++, callback_ctx, 0, 0, run) == 0) {
    }
    return calls;
}
