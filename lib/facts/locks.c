/* SPDX-License-Identifier: Apache-2.0 */
/* The lock of bpf_spin_lock: which calls are refused, because a kernel's verifier refuses them on
 * every way that leads there (kernel/bpf/verifier.c: do_check, process_spin_lock). Where it may be
 * held on one way and free on another, the runtime looks (lib/runtime/helpers/spin_lock.c). */
#include "fact.h"

enum lock_state locks_join(enum lock_state a, enum lock_state b) {
    return a == b ? a : LOCK_MAYBE;
}

void locks_call(struct facts_state *state, bool may_change) {
    state->lock = may_change ? LOCK_MAYBE : state->lock;
}

static bool callback_locks(const struct facts *facts, const struct fact *callback) {
    bool known = callback->kind == KIND_FUNC && callback->object != OBJECT_UNKNOWN;
    return !known || facts->functions[callback->object].locks;
}

void locks_call_helper(const struct facts *facts, struct facts_state *state,
                       const struct helper_row *row) {
    if (row->effect == EFFECT_LOCKS) {
        state->lock = LOCK_HELD;
    } else if (row->effect == EFFECT_UNLOCKS) {
        state->lock = LOCK_FREE;
    } else if (row->effect == EFFECT_CALLS_BACK) {
        locks_call(state, callback_locks(facts, &state->regs[2]));
    }
}

const char *locks_refusal(const struct facts_state *state, const struct helper_row *row) {
    if (row->effect == EFFECT_UNLOCKS) {
        return state->lock == LOCK_FREE ? "without a lock that spin_lock took before" : NULL;
    }
    if (state->lock != LOCK_HELD) {
        return NULL;
    }
    return row->effect == EFFECT_LOCKS ? "while a lock is held: a run holds one at a time"
                                       : "while a lock is held: call spin_unlock first";
}
