/* SPDX-License-Identifier: Apache-2.0 */
/* A spin lock in a word of a map's storage, held for a few instructions. */
#ifndef BPF_AOT_RUNTIME_LOCK_H
#define BPF_AOT_RUNTIME_LOCK_H

#include <stdbool.h>
#include <stdint.h>

static inline void rt_lock(uint32_t *word) {
    while (__atomic_exchange_n(word, 1, __ATOMIC_ACQUIRE)) {
        while (__atomic_load_n(word, __ATOMIC_RELAXED)) {
        }
    }
}

static inline void rt_unlock(uint32_t *word) {
    __atomic_store_n(word, 0, __ATOMIC_RELEASE);
}

#endif
