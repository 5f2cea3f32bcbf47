/* SPDX-License-Identifier: Apache-2.0 */
/* Walks of the hash storage and what of it programs may see. */
#include "maps/table_find.h"

static uint32_t elements_max(const struct bpf_aot_map *map) {
    return map->max_entries + (table_is_lru(map) ? 0 : BPF_AOT_HASH_LANES);
}

static bool is_in_use(const struct table *table, uint32_t number) {
    uint32_t next = __atomic_load_n(&table_at(table, number)->next, __ATOMIC_ACQUIRE);
    return next && !(next & TABLE_FREE);
}

/* Elements between the used ones and the spares were never touched. */
static struct bpf_aot_hash_element *next_in_use(const struct table *table,
                                                const struct bpf_aot_map *map, uint32_t *number) {
    uint32_t max = elements_max(map);
    while (*number < max) {
        if (*number < map->max_entries &&
            *number >= __atomic_load_n(&table->head->used, __ATOMIC_RELAXED)) {
            *number = map->max_entries;
            continue;
        }
        if (is_in_use(table, ++*number)) {
            return table_at(table, *number);
        }
    }
    return NULL;
}

struct bpf_aot_hash_element *bpf_aot_table_next(struct bpf_aot_map *map, uint32_t *number) {
    struct table table = table_of(map);
    return next_in_use(&table, map, number);
}

/* The element that `link` leads to, unless it was taken from its chain meanwhile. */
static const void *key_behind(const struct table *table, const uint32_t *link) {
    uint32_t number = __atomic_load_n(link, __ATOMIC_ACQUIRE);
    return table_is_number(number) ? table_key(table_at(table, number)) : NULL;
}

static const void *first_in_buckets(const struct table *table, uint32_t *bucket) {
    for (; *bucket <= table->mask; ++*bucket) {
        const void *key = key_behind(table, &table->buckets[*bucket].first);
        if (key) {
            return key;
        }
    }
    return NULL;
}

/* `key` is in the storage, behind its element. */
static const void *next_in_chain(const struct table *table, const void *key) {
    const struct bpf_aot_hash_element *element = key;
    return key_behind(table, &element[-1].next);
}

const void *bpf_aot_table_walk(struct bpf_aot_map *map, uint32_t *bucket, const void *key) {
    struct table table = table_of(map);
    return key ? next_in_chain(&table, key) : first_in_buckets(&table, bucket);
}

/* By bucket: an element that is replaced keeps its place in the chain, so that a walk that changes
 * what it visits meets every key once, as in the kernel. A key that is gone starts over at the
 * first one. */
const void *bpf_aot_table_next_key(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t number = key ? table_find(&table, map, key) : 0;
    uint32_t bucket = 0;
    if (number) {
        struct bpf_aot_hash_element *element = table_at(&table, number);
        const void *next = key_behind(&table, &element->next);
        if (next) {
            return next;
        }
        bucket = (__atomic_load_n(&element->hash, __ATOMIC_RELAXED) & table.mask) + 1;
    }
    return first_in_buckets(&table, &bucket);
}

/* Does not count as a use for LRU types, as no system call does. */
void *bpf_aot_table_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    struct bpf_aot_hash_element *element = bpf_aot_table_find(map, key);
    return element && cpu < map->cpus ? table_value(map, element, cpu) : NULL;
}

bool bpf_aot_table_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                         bool writes) {
    struct table table = table_of(map);
    size_t first = (size_t)((unsigned char *)table_at(&table, 1) - (unsigned char *)map->storage);
    size_t key = sizeof(struct bpf_aot_hash_element);
    size_t value = key + rt_round8(map->key_size);
    if (offset < first || (offset - first) / table.element_bytes >= elements_max(map)) {
        return false;
    }
    size_t within = (offset - first) % table.element_bytes;
    if (within < value) {
        return !writes && size_bytes <= map->key_size && within >= key &&
               within - key <= map->key_size - size_bytes;
    }
    /* Behind the last value: the LRU node of the next element. */
    size_t in_value = (within - value) % rt_round8(map->value_size);
    return size_bytes <= map->value_size &&
           within - value < map->cpus * rt_round8(map->value_size) &&
           in_value <= map->value_size - size_bytes &&
           !bpf_aot_fields_touch(map, in_value, size_bytes);
}
