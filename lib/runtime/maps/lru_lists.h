/* SPDX-License-Identifier: Apache-2.0 */
/* The lists of an LRU map: those that all CPUs share, or one CPU's own. All functions want the lock
 * of the lists held. */
#ifndef BPF_AOT_RUNTIME_LRU_LISTS_H
#define BPF_AOT_RUNTIME_LRU_LISTS_H

#include "maps/lru.h"

/* Low bits of a node's place; the lane is above them. */
enum lru_place {
    LRU_FREE,
    LRU_ACTIVE,
    LRU_INACTIVE,
    LRU_PENDING,
    LRU_TAKEN,
    LRU_PLACE_BITS = 8,
    LRU_PLACE_MASK = (1 << LRU_PLACE_BITS) - 1,
};

struct lru {
    const struct table *table;
    struct bpf_aot_hash *head;
    struct bpf_aot_lru_lists *lists;
    uint32_t max_entries;
    uint32_t scans; /* how many elements a look over a list sees at most */
    uint32_t lane;  /* above the place, of the lists' elements */
};

static inline struct bpf_aot_lru_node *node_at(const struct lru *lru, uint32_t number) {
    return lru_node(lru->table, number);
}

static inline void set_place(const struct lru *lru, uint32_t number, uint32_t place) {
    __atomic_store_n(&node_at(lru, number)->place, place, __ATOMIC_RELAXED);
}

static inline bool is_referenced(const struct lru *lru, uint32_t number) {
    return __atomic_load_n(&node_at(lru, number)->referenced, __ATOMIC_RELAXED) != 0;
}

static inline void clear_mark(const struct lru *lru, uint32_t number) {
    __atomic_store_n(&node_at(lru, number)->referenced, 0, __ATOMIC_RELAXED);
}

/* Lists are rings; number 0 is the list itself. */
static inline uint32_t *next_of(const struct lru *lru, uint32_t *first, uint32_t number) {
    return number ? &node_at(lru, number)->next : first;
}

static inline uint32_t *prev_of(const struct lru *lru, uint32_t *last, uint32_t number) {
    return number ? &node_at(lru, number)->prev : last;
}

static inline void list_add(const struct lru *lru, uint32_t *first, uint32_t *last,
                            uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    node->prev = 0;
    node->next = *first;
    *prev_of(lru, last, *first) = number;
    *first = number;
}

static inline void list_remove(const struct lru *lru, uint32_t *first, uint32_t *last,
                               uint32_t number) {
    struct bpf_aot_lru_node *node = node_at(lru, number);
    *next_of(lru, first, node->prev) = node->next;
    *prev_of(lru, last, node->next) = node->prev;
}

static inline void push_free(const struct lru *lru, uint32_t *list, uint32_t number) {
    __atomic_store_n(&table_at(lru->table, number)->next, *list | TABLE_FREE, __ATOMIC_RELEASE);
    *list = number;
}

static inline uint32_t pop_free(const struct lru *lru, uint32_t *list) {
    uint32_t number = *list;
    if (number) {
        *list = table_at(lru->table, number)->next & ~TABLE_FREE;
    }
    return number;
}

/* New at the front of the list, as not used so far. */
void bpf_aot_lru_add(const struct lru *lru, enum lru_place place, uint32_t number);
/* Takes the element off its list. */
void bpf_aot_lru_remove_node(const struct lru *lru, uint32_t number);
/* Takes the element out of the hash; false: it is not in there, or not yet. */
bool bpf_aot_lru_give_up(const struct lru *lru, uint32_t number);
/* Looks for what has been used. */
void bpf_aot_lru_rotate(const struct lru *lru);
/* Gives up to `wanted` elements up, at least one if there is any, into a list of free ones. */
void bpf_aot_lru_shrink(const struct lru *lru, uint32_t *free_list, uint32_t wanted);

/* Elements for maps whose CPUs share the lists. */
uint32_t bpf_aot_lru_take_shared(const struct table *table, const struct bpf_aot_map *map,
                                 uint32_t hash);
void bpf_aot_lru_give_shared(const struct table *table, const struct bpf_aot_map *map,
                             uint32_t number);

#endif
