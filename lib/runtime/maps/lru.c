/* SPDX-License-Identifier: Apache-2.0 */
/* Elements of LRU maps. With BPF_F_NO_COMMON_LRU every CPU has an equal part of them and lists of
 * its own, as in the kernel; lru_shared.c has the others. */
#include "maps/lru_lists.h"

/* Kernel: PERCPU_FREE_TARGET and PERCPU_NR_SCANS. */
enum { TARGET = 4, SCANS = 4 };

static uint32_t lanes_in_use(void) {
    uint32_t cpus = bpf_aot_active_cpus;
    return cpus < 1 ? 1 : cpus < BPF_AOT_HASH_LANES ? cpus : BPF_AOT_HASH_LANES;
}

/* A map too small for a part each keeps the shared lists. */
static bool has_own_lists(const struct bpf_aot_map *map) {
    return (map->flags & RT_NO_COMMON_LRU) && map->max_entries >= lanes_in_use();
}

static struct lru own_lists(const struct table *table, uint32_t lane) {
    return (struct lru){.table = table,
                        .head = table->head,
                        .lists = &table->head->lanes[lane].lru.own,
                        .scans = SCANS,
                        .lane = lane << LRU_PLACE_BITS};
}

static uint32_t take_unused(const struct lru *lru, struct bpf_aot_hash_lane *lane) {
    uint32_t number = pop_free(lru, &lru->lists->free_list);
    return number || lane->fresh >= lane->fresh_end ? number : lane->fresh++;
}

static uint32_t take_own(const struct table *table, const struct bpf_aot_map *map, uint32_t hash) {
    uint32_t index = bpf_aot_this_cpu() % lanes_in_use();
    struct lru lru = own_lists(table, index);
    struct bpf_aot_hash_lane *lane = &table->head->lanes[index];
    uint32_t share = map->max_entries / lanes_in_use();
    table_lock(&lane->lock);
    if (!lane->fresh_end) {
        lane->fresh = index * share + 1;
        lane->fresh_end = lane->fresh + share;
        __atomic_store_n(&table->head->used, map->max_entries, __ATOMIC_RELAXED);
    }
    bpf_aot_lru_rotate(&lru);
    uint32_t number = take_unused(&lru, lane);
    if (!number) {
        bpf_aot_lru_shrink(&lru, &lru.lists->free_list, TARGET);
        number = take_unused(&lru, lane);
    }
    if (number) {
        __atomic_store_n(&table_at(table, number)->hash, hash, __ATOMIC_RELAXED);
        bpf_aot_lru_add(&lru, LRU_INACTIVE, number);
    }
    table_unlock(&lane->lock);
    return number;
}

static void give_own(const struct table *table, uint32_t number) {
    uint32_t place = __atomic_load_n(&lru_node(table, number)->place, __ATOMIC_RELAXED);
    struct lru lru = own_lists(table, place >> LRU_PLACE_BITS);
    struct bpf_aot_hash_lane *lane = &table->head->lanes[place >> LRU_PLACE_BITS];
    table_lock(&lane->lock);
    bpf_aot_lru_remove_node(&lru, number);
    set_place(&lru, number, LRU_FREE);
    push_free(&lru, &lru.lists->free_list, number);
    table_unlock(&lane->lock);
}

uint32_t bpf_aot_lru_take(const struct table *table, const struct bpf_aot_map *map, uint32_t hash) {
    return has_own_lists(map) ? take_own(table, map, hash)
                              : bpf_aot_lru_take_shared(table, map, hash);
}

void bpf_aot_lru_give(const struct table *table, const struct bpf_aot_map *map, uint32_t number) {
    if (has_own_lists(map)) {
        give_own(table, number);
    } else {
        bpf_aot_lru_give_shared(table, map, number);
    }
}
