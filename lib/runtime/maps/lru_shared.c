/* SPDX-License-Identifier: Apache-2.0 */
/* The elements of an LRU map whose CPUs share its lists, as in the kernel: the same calls on one
 * CPU leave the same keys. Elements that a lane took wait in its pending list; a lane without free
 * ones moves them to the shared lists, active when they were used since and inactive otherwise,
 * looks over the ends of both, and gives up inactive ones until it has as many as it wants. Locks:
 * the lane's, then that of the lists, then a bucket's. */
#include "maps/lru_lists.h"

/* Kernel: LOCAL_FREE_TARGET and LOCAL_NR_SCANS. */
enum { TARGET_MAX = 128, SCANS_MAX = 128 };

static void flush_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t number = lane->lru.waiting.pending_last;
    while (number) {
        uint32_t prev = node_at(lru, number)->prev;
        bpf_aot_lru_add(lru, is_referenced(lru, number) ? LRU_ACTIVE : LRU_INACTIVE, number);
        number = prev;
    }
    lane->lru.waiting.pending_first = 0;
    lane->lru.waiting.pending_last = 0;
}

/* How many a lane gets at once; the kernel's division of a small map among its CPUs. */
static uint32_t target(const struct lru *lru) {
    uint32_t share = lru->max_entries / (bpf_aot_active_cpus ? bpf_aot_active_cpus : 1) / 2;
    return share < 1 ? 1 : share > TARGET_MAX ? TARGET_MAX : share;
}

/* One that nobody uses, without giving up anything: freed before, or never used. */
static uint32_t take_unused(const struct lru *lru) {
    uint32_t number = pop_free(lru, &lru->lists->free_list);
    if (!number && lru->head->used < lru->max_entries) {
        number = lru->head->used + 1;
        __atomic_store_n(&lru->head->used, number, __ATOMIC_RELAXED);
    }
    return number;
}

/* What was given back lately leaves its list and becomes everybody's. */
static void flush_given(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t number;
    while ((number = pop_free(lru, &lane->lru.waiting.given))) {
        bpf_aot_lru_remove_node(lru, number);
        set_place(lru, number, LRU_FREE);
        push_free(lru, &lru->lists->free_list, number);
    }
    lane->lru.waiting.given_count = 0;
}

static void refill(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t wanted = target(lru);
    uint32_t number;
    table_lock(&lru->lists->lock);
    flush_given(lru, lane);
    flush_pending(lru, lane);
    bpf_aot_lru_rotate(lru);
    while (wanted && (number = take_unused(lru))) {
        push_free(lru, &lane->free_list, number);
        wanted--;
    }
    if (wanted) {
        bpf_aot_lru_shrink(lru, &lane->free_list, wanted);
    }
    table_unlock(&lru->lists->lock);
}

static void add_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t number,
                        uint32_t hash) {
    uint32_t index = (uint32_t)(lane - lru->head->lanes);
    __atomic_store_n(&table_at(lru->table, number)->hash, hash, __ATOMIC_RELAXED);
    set_place(lru, number, LRU_PENDING | index << LRU_PLACE_BITS);
    clear_mark(lru, number);
    list_add(lru, &lane->lru.waiting.pending_first, &lane->lru.waiting.pending_last, number);
}

/* The oldest that was not used, or simply the oldest. */
static uint32_t pop_pending(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    for (int force = 0; force < 2; force++) {
        uint32_t number = lane->lru.waiting.pending_last;
        for (; number; number = node_at(lru, number)->prev) {
            if ((force || !is_referenced(lru, number)) && bpf_aot_lru_give_up(lru, number)) {
                list_remove(lru, &lane->lru.waiting.pending_first, &lane->lru.waiting.pending_last,
                            number);
                set_place(lru, number, LRU_TAKEN);
                __atomic_store_n(&table_at(lru->table, number)->next, TABLE_FREE, __ATOMIC_RELEASE);
                return number;
            }
        }
    }
    return 0;
}

static uint32_t take_given(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    if (!lane->lru.waiting.given) {
        return 0;
    }
    table_lock(&lru->lists->lock);
    flush_given(lru, lane);
    uint32_t number = take_unused(lru);
    table_unlock(&lru->lists->lock);
    return number;
}

static uint32_t steal(const struct lru *lru, struct bpf_aot_hash_lane *lane, uint32_t hash) {
    uint32_t from = __atomic_load_n(&lane->next_steal, __ATOMIC_RELAXED);
    uint32_t number = 0;
    for (uint32_t i = 0; !number && i < BPF_AOT_HASH_LANES; i++, from++) {
        struct bpf_aot_hash_lane *victim = &lru->head->lanes[from % BPF_AOT_HASH_LANES];
        table_lock(&victim->lock);
        number = pop_free(lru, &victim->free_list);
        if (!number) {
            number = take_given(lru, victim);
        }
        if (!number) {
            number = pop_pending(lru, victim);
        }
        table_unlock(&victim->lock);
    }
    __atomic_store_n(&lane->next_steal, from % BPF_AOT_HASH_LANES, __ATOMIC_RELAXED);
    if (number) {
        table_lock(&lane->lock);
        add_pending(lru, lane, number, hash);
        table_unlock(&lane->lock);
    }
    return number;
}

static struct lru shared(const struct table *table, const struct bpf_aot_map *map) {
    return (struct lru){.table = table,
                        .head = table->head,
                        .lists = &table->head->lru,
                        .max_entries = map->max_entries,
                        .scans = SCANS_MAX};
}

uint32_t bpf_aot_lru_take_shared(const struct table *table, const struct bpf_aot_map *map,
                                 uint32_t hash) {
    struct lru lru = shared(table, map);
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    uint32_t number = pop_free(&lru, &lane->free_list);
    if (!number) {
        refill(&lru, lane);
        number = pop_free(&lru, &lane->free_list);
    }
    if (number) {
        add_pending(&lru, lane, number, hash);
    }
    table_unlock(&lane->lock);
    return number ? number : steal(&lru, lane, hash);
}

/* A pending element goes back to the lane that took it, unless it has left in the meantime. */
static bool give_to_lane(const struct lru *lru, uint32_t number, uint32_t place) {
    struct bpf_aot_hash_lane *lane = &lru->head->lanes[place >> LRU_PLACE_BITS];
    table_lock(&lane->lock);
    bool pending = node_at(lru, number)->place == place;
    if (pending) {
        list_remove(lru, &lane->lru.waiting.pending_first, &lane->lru.waiting.pending_last, number);
        set_place(lru, number, LRU_FREE);
        push_free(lru, &lane->free_list, number);
    }
    table_unlock(&lane->lock);
    return pending;
}

/* The shared lists change only once a lane's share; nobody misses what is in `given`, because an
 * element that is in no chain is not given up either. */
void bpf_aot_lru_give_shared(const struct table *table, const struct bpf_aot_map *map,
                             uint32_t number) {
    struct lru lru = shared(table, map);
    uint32_t place = __atomic_load_n(&node_at(&lru, number)->place, __ATOMIC_RELAXED);
    if ((place & LRU_PLACE_MASK) == LRU_PENDING && give_to_lane(&lru, number, place)) {
        return;
    }
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    push_free(&lru, &lane->lru.waiting.given, number);
    if (++lane->lru.waiting.given_count >= target(&lru)) {
        table_lock(&lru.lists->lock);
        flush_given(&lru, lane);
        table_unlock(&lru.lists->lock);
    }
    table_unlock(&lane->lock);
}
