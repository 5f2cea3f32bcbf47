/* SPDX-License-Identifier: Apache-2.0 */
/* As the kernel's percpu_freelist, CPUs that insert and delete do not meet. An element that was
 * never used comes from a run of numbers that the lane took at once; when there are no more, from
 * the lists of others. */
#include "maps/lanes.h"

/* Numbers that a lane takes at once. */
#define LANE_RUN 16

static uint32_t take_local(const struct table *table, struct bpf_aot_hash_lane *lane) {
    uint32_t number = lane->free_list;
    if (number) {
        uint32_t next = table_at(table, number)->next & ~TABLE_FREE;
        __atomic_store_n(&lane->free_list, next, __ATOMIC_RELAXED);
    } else if (lane->fresh < lane->fresh_end) {
        number = lane->fresh;
        __atomic_store_n(&lane->fresh, number + 1, __ATOMIC_RELAXED);
    }
    return number;
}

static void take_run(struct bpf_aot_hash *head, struct bpf_aot_hash_lane *lane, uint32_t max) {
    uint32_t used = __atomic_load_n(&head->used, __ATOMIC_RELAXED);
    uint32_t end;
    do {
        end = max - used < LANE_RUN ? max : used + LANE_RUN;
    } while (used < max && !__atomic_compare_exchange_n(&head->used, &used, end, true,
                                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED));
    if (used < max) {
        __atomic_store_n(&lane->fresh, used + 1, __ATOMIC_RELAXED);
        __atomic_store_n(&lane->fresh_end, end + 1, __ATOMIC_RELAXED);
    }
}

/* A look without the lock first: a full map finds nothing, often. */
static uint32_t take_from(const struct table *table, struct bpf_aot_hash_lane *lane) {
    if (!__atomic_load_n(&lane->free_list, __ATOMIC_RELAXED) &&
        __atomic_load_n(&lane->fresh, __ATOMIC_RELAXED) >=
            __atomic_load_n(&lane->fresh_end, __ATOMIC_RELAXED)) {
        return 0;
    }
    table_lock(&lane->lock);
    uint32_t number = take_local(table, lane);
    table_unlock(&lane->lock);
    return number;
}

static uint32_t steal(const struct table *table, struct bpf_aot_hash_lane *lane) {
    uint32_t from = __atomic_load_n(&lane->next_steal, __ATOMIC_RELAXED);
    for (uint32_t i = 0; i < BPF_AOT_HASH_LANES; i++, from++) {
        uint32_t number = take_from(table, &table->head->lanes[from % BPF_AOT_HASH_LANES]);
        if (number) {
            __atomic_store_n(&lane->next_steal, from, __ATOMIC_RELAXED);
            return number;
        }
    }
    return 0;
}

uint32_t bpf_aot_lanes_take(const struct table *table, const struct bpf_aot_map *map) {
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    uint32_t number = take_local(table, lane);
    if (!number) {
        take_run(table->head, lane, map->max_entries);
        number = take_local(table, lane);
    }
    table_unlock(&lane->lock);
    return number ? number : steal(table, lane);
}

void bpf_aot_lanes_give(const struct table *table, uint32_t number) {
    struct bpf_aot_hash_lane *lane = table_lane(table);
    table_lock(&lane->lock);
    __atomic_store_n(&table_at(table, number)->next, lane->free_list | TABLE_FREE,
                     __ATOMIC_RELEASE);
    __atomic_store_n(&lane->free_list, number, __ATOMIC_RELAXED);
    table_unlock(&lane->lock);
}
