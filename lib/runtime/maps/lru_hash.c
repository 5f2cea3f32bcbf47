/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_LRU_HASH and LRU_PERCPU_HASH: a hash that gives up its least recently used elements
 * when it is full. A lookup by a program marks the element, and moves nothing. */
#include "cpu.h"
#include "maps/lru.h"

static struct bpf_aot_hash_element *find_and_mark(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, sizeof(struct bpf_aot_lru_node));
    uint32_t number = table_find(&table, map, key);
    if (!number) {
        return NULL;
    }
    lru_mark(lru_node(&table, number));
    return table_at(&table, number);
}

static void *lru_hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_hash_element *element = find_and_mark(map, key);
    return element ? table_value(map, element, 0) : NULL;
}

static void *lru_percpu_hash_lookup(struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_hash_element *element = find_and_mark(map, key);
    return element ? table_value(map, element, rt_map_cpu(map)) : NULL;
}

/* Puts the element `number` in, or changes the one that is there; what is too much then goes back.
 */
static long store(const struct table *table, struct bpf_aot_map *map, uint32_t number,
                  uint32_t hash, const struct table_update *update) {
    struct bpf_aot_hash_bucket *bucket = &table->buckets[hash & table->mask];
    table_lock(&bucket->lock);
    uint32_t *link = table_link(table, bucket, update->key, map->key_size, hash);
    uint32_t old = table_is_number(*link) ? *link : 0;
    long status = table_check(old != 0, update->flags);
    uint32_t surplus = number;
    if (status == 0 && old && update->in_place) {
        lru_mark(lru_node(table, old));
        table_copy(table_value(map, table_at(table, old), update->cpu), update->value,
                   map->value_size);
    } else if (status == 0 && old) {
        lru_mark(lru_node(table, number));
        table_replace(table, link, number);
        surplus = old;
    } else if (status == 0) {
        table_insert(table, bucket, number);
        surplus = 0;
    }
    table_unlock(&bucket->lock);
    if (surplus) {
        bpf_aot_lru_give(table, map, surplus);
    }
    return status;
}

/* The kernel's order: an element is taken, another one perhaps given up for it, before anybody
 * looks whether the key exists. */
long bpf_aot_lru_update(struct bpf_aot_map *map, const struct table_update *update) {
    if (!table_flags_valid(update)) {
        return -RT_EINVAL;
    }
    struct table table = table_with(map, sizeof(struct bpf_aot_lru_node));
    uint32_t hash = table_hash(&table, update->key, map->key_size);
    uint32_t number = 0;
    if (!update->in_place || update->flags != RT_EXIST) {
        number = bpf_aot_lru_take(&table, map, hash);
        if (!number) {
            return -RT_ENOMEM;
        }
        table_fill(map, table_at(&table, number), hash, update);
    }
    return store(&table, map, number, hash, update);
}

long bpf_aot_lru_remove(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, sizeof(struct bpf_aot_lru_node));
    uint32_t number = table_unlink_key(&table, map, key);
    if (!number) {
        return -RT_ENOENT;
    }
    bpf_aot_lru_give(&table, map, number);
    return 0;
}

static void *lru_detach(struct bpf_aot_map *map, const void *key) {
    struct table table = table_with(map, sizeof(struct bpf_aot_lru_node));
    uint32_t number = table_unlink_key(&table, map, key);
    return number ? table_value(map, table_at(&table, number), 0) : NULL;
}

static void lru_reuse(struct bpf_aot_map *map, void *value) {
    struct table table = table_with(map, sizeof(struct bpf_aot_lru_node));
    bpf_aot_lru_give(&table, map, table_number(&table, map, value));
}

static long lru_hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                            uint64_t flags) {
    struct table_update update = {.key = key, .value = value, .flags = flags};
    return bpf_aot_lru_update(map, &update);
}

static long lru_percpu_hash_update(struct bpf_aot_map *map, const void *key, const void *value,
                                   uint64_t flags) {
    struct table_update update = {
        .key = key, .value = value, .flags = flags, .cpu = rt_map_cpu(map), .in_place = true};
    return bpf_aot_lru_update(map, &update);
}

const struct bpf_aot_map_ops bpf_aot_lru_hash_ops = {
    .lookup = lru_hash_lookup,
    .update = lru_hash_update,
    .remove = bpf_aot_lru_remove,
    .next_key = bpf_aot_table_next_key,
    .walk = bpf_aot_table_walk,
    .value_on = bpf_aot_table_value_on,
    .holds = bpf_aot_table_holds,
    .for_each = bpf_aot_table_for_each,
    .detach = lru_detach,
    .reuse = lru_reuse,
};

const struct bpf_aot_map_ops bpf_aot_lru_percpu_hash_ops = {
    .lookup = lru_percpu_hash_lookup,
    .update = lru_percpu_hash_update,
    .remove = bpf_aot_lru_remove,
    .next_key = bpf_aot_table_next_key,
    .walk = bpf_aot_table_walk,
    .value_on = bpf_aot_table_value_on,
    .holds = bpf_aot_table_holds,
    .for_each = bpf_aot_table_for_each,
    .detach = lru_detach,
    .reuse = lru_reuse,
};
