/* SPDX-License-Identifier: Apache-2.0 */
/* What a run has acquired, so that nothing is released twice, by somebody else, or never. */
#include "bpf-aot/runtime.h"

bool bpf_aot_hold(struct bpf_aot_run *run, void *object, void (*release)(void *object)) {
    if (run->held_count == BPF_AOT_HELD_MAX) {
        return false;
    }
    run->held[run->held_count++] = (struct bpf_aot_held){release, object};
    return true;
}

bool bpf_aot_unhold(struct bpf_aot_run *run, void *object, void (*release)(void *object)) {
    for (uint32_t i = run->held_count; i-- > 0;) {
        if (run->held[i].object == object && run->held[i].release == release) {
            run->held[i] = run->held[--run->held_count];
            return true;
        }
    }
    return false;
}

bool bpf_aot_is_held(const struct bpf_aot_run *run, const void *object,
                     void (*release)(void *object)) {
    bool held = false;
    for (uint32_t i = 0; i < run->held_count; i++) {
        held |= run->held[i].object == object && run->held[i].release == release;
    }
    return held;
}

void bpf_aot_release_all(struct bpf_aot_run *run) {
    while (run->held_count) {
        const struct bpf_aot_held *held = &run->held[--run->held_count];
        held->release(held->object);
    }
}
