/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of LRU tables: who has been used, and which one to give up. */
#ifndef BPF_AOT_RUNTIME_LRU_H
#define BPF_AOT_RUNTIME_LRU_H

#include "maps/table_find.h"

/* An element with its hash set, or 0. No lock of a bucket may be held: others are given up. */
uint32_t bpf_aot_lru_take(const struct table *table, const struct bpf_aot_map *map, uint32_t hash);
/* Gives back one that is in no chain. */
void bpf_aot_lru_give(const struct table *table, const struct bpf_aot_map *map, uint32_t number);

static inline struct bpf_aot_lru_node *lru_node(const struct table *table, uint32_t number) {
    return (struct bpf_aot_lru_node *)(void *)table_at(table, number) - 1;
}

/* Most are marked already: no cache line is taken away from others then. */
static inline void lru_mark(struct bpf_aot_lru_node *node) {
    if (!__atomic_load_n(&node->referenced, __ATOMIC_RELAXED)) {
        __atomic_store_n(&node->referenced, 1, __ATOMIC_RELAXED);
    }
}

#endif
