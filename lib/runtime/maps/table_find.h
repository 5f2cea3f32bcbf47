/* SPDX-License-Identifier: Apache-2.0 */
/* Where the parts of a table lie, locks, and the search: inline in everything that searches.
 *
 * A bucket's lock word counts the changes of its chain. Readers follow a chain as they find it; one
 * that misses its key while the count moved searches again. An element that leaves a chain is free
 * for others only after its bucket is unlocked, so a reader whom it leads away sees a new count. */
#ifndef BPF_AOT_RUNTIME_TABLE_FIND_H
#define BPF_AOT_RUNTIME_TABLE_FIND_H

#include "maps/fields.h"
#include "maps/table.h"
#include "maps/table_hash.h"

/* Values of an element's `next` beside numbers. */
enum {
    TABLE_END = 0x7fffffff, /* in use, last in its chain */
};
#define TABLE_FREE 0x80000000u /* free; the other bits lead to the next in the list, or are 0 */

/* A reader gives up after so many disturbed searches. */
#define TABLE_SEARCHES_MAX 64

struct table {
    struct bpf_aot_hash *head;
    struct bpf_aot_hash_bucket *buckets;
    unsigned char *elements; /* where number 0 would be */
    size_t element_bytes;
    uint32_t mask, seed;
};

static inline bool table_is_lru(const struct bpf_aot_map *map) {
    return map->type == RT_MAP_lru_hash || map->type == RT_MAP_lru_percpu_hash;
}

/* `lru_bytes`: of the node in front of each element. */
static inline struct table table_with(const struct bpf_aot_map *map, size_t lru_bytes) {
    /* BPF_AOT_HASH_BUCKETS is 64-bit arithmetic, too slow here for a 32-bit machine. */
    uint32_t mask = map->max_entries > 1 ? UINT32_MAX >> __builtin_clz(map->max_entries - 1) : 0;
    struct table table = {.head = map->storage, .mask = mask};
    table.seed = map->flags & RT_ZERO_SEED ? 0 : bpf_aot_hash_seed;
    table.buckets = (struct bpf_aot_hash_bucket *)(table.head + 1);
    table.element_bytes = lru_bytes + sizeof(struct bpf_aot_hash_element) +
                          rt_round8(map->key_size) + rt_round8(map->value_size) * map->cpus;
    table.elements = (unsigned char *)(table.buckets + mask + 1) + lru_bytes - table.element_bytes;
    return table;
}

static inline struct table table_of(const struct bpf_aot_map *map) {
    return table_with(map, table_is_lru(map) ? sizeof(struct bpf_aot_lru_node) : 0);
}

static inline uint32_t table_hash(const struct table *table, const void *key, uint32_t size_bytes) {
    return table_hash_seeded(key, size_bytes, table->seed);
}

static inline struct bpf_aot_hash_element *table_at(const struct table *table, uint32_t number) {
    return (void *)(table->elements + number * table->element_bytes);
}

/* Leaves the core to a thread that shares it, which may be the one that holds the lock. */
static inline void table_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || __ARM_ARCH >= 7
    __asm__ volatile("yield");
#endif
}

static inline void table_lock(uint32_t *lock) {
    for (;; table_pause()) {
        uint32_t seen = __atomic_load_n(lock, __ATOMIC_RELAXED);
        if (!(seen & 1) && __atomic_compare_exchange_n(lock, &seen, seen + 1, true,
                                                       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            return;
        }
    }
}

static inline void table_unlock(uint32_t *lock) {
    __atomic_store_n(lock, __atomic_load_n(lock, __ATOMIC_RELAXED) + 1, __ATOMIC_RELEASE);
}

static inline struct bpf_aot_hash_lane *table_lane(const struct table *table) {
    return &table->head->lanes[bpf_aot_this_cpu() % BPF_AOT_HASH_LANES];
}

/* Number of the element with `key` in the chain, or 0. Ends: no chain is ever a ring, and writers
 * would have to lead a reader on for ever. */
static inline uint32_t table_search(const struct table *table, uint32_t first, const void *key,
                                    uint32_t key_size, uint32_t hash) {
    uint32_t number = first;
    while (number - 1 < TABLE_END - 1) {
        struct bpf_aot_hash_element *element = table_at(table, number);
        if (__atomic_load_n(&element->hash, __ATOMIC_RELAXED) == hash &&
            table_keys_equal(table_key(element), key, key_size)) {
            return number;
        }
        number = __atomic_load_n(&element->next, __ATOMIC_ACQUIRE);
    }
    return 0;
}

static inline uint32_t table_find_sized(const struct table *table, const void *key,
                                        uint32_t key_size) {
    uint32_t hash = table_hash(table, key, key_size);
    struct bpf_aot_hash_bucket *bucket = &table->buckets[hash & table->mask];
    uint32_t before = __atomic_load_n(&bucket->lock, __ATOMIC_ACQUIRE);
    for (int searches = 0; searches < TABLE_SEARCHES_MAX; searches++) {
        uint32_t first = __atomic_load_n(&bucket->first, __ATOMIC_ACQUIRE);
        uint32_t number = table_search(table, first, key, key_size, hash);
        if (number) {
            return number;
        }
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        uint32_t after = __atomic_load_n(&bucket->lock, __ATOMIC_RELAXED);
        if (before == after) {
            break;
        }
        before = after;
    }
    return 0;
}

/* Number of the element with `key`, or 0. The usual sizes become straight code. */
static inline uint32_t table_find(const struct table *table, const struct bpf_aot_map *map,
                                  const void *key) {
    switch (map->key_size) {
    case 4:
        return table_find_sized(table, key, 4);
    case 8:
        return table_find_sized(table, key, 8);
    case 16:
        return table_find_sized(table, key, 16);
    default:
        return table_find_sized(table, key, map->key_size);
    }
}

/* For writers, who hold the bucket's lock: the link that leads to the element with `key`, or to
 * nothing. */
static inline uint32_t *table_link(const struct table *table, struct bpf_aot_hash_bucket *bucket,
                                   const void *key, uint32_t key_size, uint32_t hash) {
    uint32_t *link = &bucket->first;
    while (*link - 1 < TABLE_END - 1) {
        struct bpf_aot_hash_element *element = table_at(table, *link);
        if (__atomic_load_n(&element->hash, __ATOMIC_RELAXED) == hash &&
            table_keys_equal(table_key(element), key, key_size)) {
            return link;
        }
        link = &element->next;
    }
    return link;
}

static inline bool table_is_number(uint32_t link) {
    return link - 1 < TABLE_END - 1;
}

/* The element comes into the chain, or takes the place of the one that the link leads to. */
static inline void table_insert(const struct table *table, struct bpf_aot_hash_bucket *bucket,
                                uint32_t number) {
    uint32_t next = bucket->first ? bucket->first : TABLE_END;
    __atomic_store_n(&table_at(table, number)->next, next, __ATOMIC_RELEASE);
    __atomic_store_n(&bucket->first, number, __ATOMIC_RELEASE);
}

static inline void table_replace(const struct table *table, uint32_t *link, uint32_t number) {
    uint32_t next = table_at(table, *link)->next;
    __atomic_store_n(&table_at(table, number)->next, next, __ATOMIC_RELEASE);
    __atomic_store_n(link, number, __ATOMIC_RELEASE);
}

static inline void table_unlink(const struct table *table, uint32_t *link) {
    __atomic_store_n(link, table_at(table, *link)->next, __ATOMIC_RELEASE);
}

/* Number of the element with `key`, which nobody finds any more, or 0. */
static inline uint32_t table_unlink_key(const struct table *table, const struct bpf_aot_map *map,
                                        const void *key) {
    uint32_t hash = table_hash(table, key, map->key_size);
    struct bpf_aot_hash_bucket *bucket = &table->buckets[hash & table->mask];
    table_lock(&bucket->lock);
    uint32_t *link = table_link(table, bucket, key, map->key_size, hash);
    uint32_t number = table_is_number(*link) ? *link : 0;
    if (number) {
        table_unlink(table, link);
    }
    table_unlock(&bucket->lock);
    return number;
}

/* The element whose value for CPU 0 that is. */
static inline uint32_t table_number(const struct table *table, const struct bpf_aot_map *map,
                                    const void *value) {
    const unsigned char *first = table_value(map, table_at(table, 0), 0);
    size_t offset = (size_t)((const unsigned char *)value - first);
    return (uint32_t)(offset / table->element_bytes);
}

/* What the flags say about existence: 0, or the error. Unknown flags: table_flags_valid. */
static inline long table_check(bool exists, uint64_t flags) {
    if (exists) {
        return flags == RT_NOEXIST ? -RT_EEXIST : 0;
    }
    return flags == RT_EXIST ? -RT_ENOENT : 0;
}

static inline bool table_flags_valid(const struct table_update *update) {
    return update->flags <= RT_EXIST;
}

/* The hash last: a reader who comes here by an old link finds nothing until all is there. */
static inline void table_fill(const struct bpf_aot_map *map, struct bpf_aot_hash_element *element,
                              uint32_t hash, const struct table_update *update) {
    table_copy(table_key(element), update->key, map->key_size);
    if (map->cpus > 1) {
        table_clear(table_value(map, element, 0), rt_round8(map->value_size) * map->cpus);
    }
    void *value = table_value(map, element, update->cpu);
    if (map->fields) {
        bpf_aot_fields_copy(map, value, update->value);
        bpf_aot_fields_forget(map, value); /* of an LRU element that was given up */
        bpf_aot_fields_clear(map, value);
    } else {
        table_copy(value, update->value, map->value_size);
    }
    __atomic_store_n(&element->hash, hash, __ATOMIC_RELEASE);
}

#endif
