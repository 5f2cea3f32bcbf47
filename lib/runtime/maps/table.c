/* SPDX-License-Identifier: Apache-2.0 */
/* Updates of the hash storage. Writers lock a bucket, and within it a lane. */
#include "maps/lanes.h"

struct bpf_aot_hash_element *bpf_aot_table_find(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t number = table_find(&table, map, key);
    return number ? table_at(&table, number) : NULL;
}

/* An element that exists is replaced, not overwritten: a program may hold a pointer to its value.
 * The new one takes its place in the chain at once, so that no reader misses the key, and it
 * becomes the lane's spare. Unlocks the bucket. */
static void replace(const struct table *table, const struct bpf_aot_map *map, uint32_t *link,
                    uint32_t hash, const struct table_update *update) {
    struct bpf_aot_hash_lane *lane = table_lane(table);
    uint32_t lane_index = (uint32_t)(lane - table->head->lanes);
    uint32_t old = *link;
    table_lock(&lane->lock);
    uint32_t number = lane->spare ? lane->spare : map->max_entries + 1 + lane_index;
    table_fill(map, table_at(table, number), hash, update);
    table_replace(table, link, number);
    table_unlock(&table->buckets[hash & table->mask].lock);
    bpf_aot_fields_forget(map, table_value(map, table_at(table, old), 0));
    __atomic_store_n(&table_at(table, old)->next, TABLE_FREE, __ATOMIC_RELEASE);
    lane->spare = old;
    table_unlock(&lane->lock);
}

static long insert(const struct table *table, const struct bpf_aot_map *map, uint32_t hash,
                   const struct table_update *update) {
    struct bpf_aot_hash_bucket *bucket = &table->buckets[hash & table->mask];
    uint32_t number = bpf_aot_lanes_take(table, map);
    if (number) {
        table_fill(map, table_at(table, number), hash, update);
        table_insert(table, bucket, number);
    }
    table_unlock(&bucket->lock);
    return number ? 0 : -RT_E2BIG;
}

/* The kernel's order: flags, what they say about existence, a full map. */
long bpf_aot_table_update(struct bpf_aot_map *map, const struct table_update *update) {
    if (!table_flags_valid(update)) {
        return -RT_EINVAL;
    }
    struct table table = table_with(map, 0);
    uint32_t hash = table_hash(&table, update->key, map->key_size);
    struct bpf_aot_hash_bucket *bucket = &table.buckets[hash & table.mask];
    table_lock(&bucket->lock);
    uint32_t *link = table_link(&table, bucket, update->key, map->key_size, hash);
    bool exists = table_is_number(*link);
    long status = table_check(exists, update->flags);
    if (status == 0 && !exists) {
        return insert(&table, map, hash, update);
    }
    if (status == 0 && !update->in_place) {
        replace(&table, map, link, hash, update);
        return 0;
    }
    if (status == 0) {
        void *value = table_value(map, table_at(&table, *link), update->cpu);
        table_copy(value, update->value, map->value_size);
    }
    table_unlock(&bucket->lock);
    return status;
}

static void give_back(const struct table *table, const struct bpf_aot_map *map, uint32_t number) {
    bpf_aot_fields_forget(map, table_value(map, table_at(table, number), 0));
    bpf_aot_lanes_give(table, number);
}

long bpf_aot_table_remove(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, 0);
    uint32_t number = table_unlink_key(&table, map, key);
    if (!number) {
        return -RT_ENOENT;
    }
    give_back(&table, map, number);
    return 0;
}

void *bpf_aot_table_detach(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, 0);
    uint32_t number = table_unlink_key(&table, map, key);
    return number ? table_value(map, table_at(&table, number), 0) : NULL;
}

void bpf_aot_table_reuse(struct bpf_aot_map *map, void *value) {
    struct table table = table_with(map, 0);
    give_back(&table, map, table_number(&table, map, value));
}
