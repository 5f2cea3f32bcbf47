/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_spin_lock, bpf_spin_unlock. A run holds one lock at most, as the kernel's verifier has it,
 * and what it holds when it ends is released. So a lock that does not come free belongs to a run
 * that this one interrupted: the run is ended. */
#include "maps/fields.h"

static void release(void *lock) {
    bpf_aot_unlock_value(lock);
}

static bool holds_a_lock(const struct bpf_aot_run *run) {
    bool holds = false;
    for (uint32_t i = 0; i < run->held_count; i++) {
        holds |= run->held[i].release == release;
    }
    return holds;
}

void bpf_aot_spin_lock(void *lock, struct bpf_aot_run *run) {
    if (holds_a_lock(run) || !bpf_aot_lock_value(lock)) {
        bpf_aot_abort(run);
    } else if (!bpf_aot_hold(run, lock, release)) {
        bpf_aot_unlock_value(lock);
        bpf_aot_abort(run);
    }
}

void bpf_aot_spin_unlock(void *lock, struct bpf_aot_run *run) {
    if (bpf_aot_unhold(run, lock, release)) {
        bpf_aot_unlock_value(lock);
    } else {
        bpf_aot_abort(run);
    }
}
