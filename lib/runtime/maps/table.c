/* SPDX-License-Identifier: Apache-2.0 */
/* Updates and walks of the hash storage. Writers hold the lock word, whose low bit says "held"
 * and whose other bits count the changes; readers follow the chains as they find them and search
 * again when they missed the key while the count moved. An element goes from one chain to another
 * only through such a change, so a key that was there all the time is found. */
#include "maps/table.h"

#include "maps/table_hash.h"

/* A reader gives up after so many disturbed searches: the writer may be what it interrupted. */
#define SEARCHES_MAX 64

struct table {
    struct bpf_aot_hash *head;
    uint32_t *buckets;
    unsigned char *elements;
    size_t element_bytes;
    uint32_t mask;
};

static struct table table_of(const struct bpf_aot_map *map) {
    /* BPF_AOT_HASH_BUCKETS is 64-bit arithmetic, too slow here for a 32-bit machine. */
    uint32_t mask = map->max_entries - 1;
    mask |= mask >> 1;
    mask |= mask >> 2;
    mask |= mask >> 4;
    mask |= mask >> 8;
    mask |= mask >> 16;
    struct table table = {.head = map->storage, .mask = mask};
    table.buckets = (uint32_t *)(table.head + 1);
    size_t bucket_bytes = (((size_t)mask + 1) * sizeof(uint32_t) + 7) & ~(size_t)7;
    table.elements = (unsigned char *)table.buckets + bucket_bytes;
    table.element_bytes = sizeof(struct bpf_aot_hash_element) + rt_round8(map->key_size) +
                          rt_round8(map->value_size) * map->cpus;
    return table;
}

static struct bpf_aot_hash_element *element_at(const struct table *table, uint32_t number) {
    return (void *)(table->elements + (number - 1) * table->element_bytes);
}

static void lock(struct bpf_aot_hash *head) {
    for (;;) {
        uint32_t seen = __atomic_load_n(&head->lock, __ATOMIC_RELAXED);
        if (!(seen & 1) && __atomic_compare_exchange_n(&head->lock, &seen, seen + 1, true,
                                                       __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            return;
        }
    }
}

static void unlock(struct bpf_aot_hash *head) {
    __atomic_store_n(&head->lock, head->lock + 1, __ATOMIC_RELEASE);
}

/* Number of the element with `key`, or 0. A chain cannot be longer than there are elements; the
 * bound matters only to a reader that a writer leads from one chain into another. */
static uint32_t search(const struct table *table, const struct bpf_aot_map *map, const void *key,
                       uint32_t hash) {
    uint32_t number = __atomic_load_n(&table->buckets[hash & table->mask], __ATOMIC_ACQUIRE);
    for (uint32_t steps = 0; number && steps <= map->max_entries; steps++) {
        struct bpf_aot_hash_element *element = element_at(table, number);
        if (element->hash == hash && table_keys_equal(table_key(element), key, map->key_size)) {
            return number;
        }
        number = __atomic_load_n(&element->next, __ATOMIC_ACQUIRE);
    }
    return 0;
}

struct bpf_aot_hash_element *bpf_aot_table_find(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t hash = table_hash(key, map->key_size);
    for (int searches = 0; searches < SEARCHES_MAX; searches++) {
        uint32_t before = __atomic_load_n(&table.head->lock, __ATOMIC_ACQUIRE);
        uint32_t number = search(&table, map, key, hash);
        if (number) {
            return element_at(&table, number);
        }
        __atomic_thread_fence(__ATOMIC_ACQUIRE);
        uint32_t after = __atomic_load_n(&table.head->lock, __ATOMIC_RELAXED);
        if (before == after && !(before & 1)) {
            break;
        }
    }
    return NULL;
}

/* There always is one: the storage has an element more than the map has entries. */
static uint32_t take_element(const struct table *table) {
    uint32_t number = table->head->free_list;
    if (number) {
        table->head->free_list = element_at(table, number)->next;
        return number;
    }
    return ++table->head->used;
}

static void unlink(const struct table *table, uint32_t number) {
    struct bpf_aot_hash_element *element = element_at(table, number);
    uint32_t *link = &table->buckets[element->hash & table->mask];
    while (*link != number) {
        link = &element_at(table, *link)->next;
    }
    __atomic_store_n(link, element->next, __ATOMIC_RELEASE);
    __atomic_store_n(&element->next, table->head->free_list, __ATOMIC_RELEASE);
    table->head->free_list = number;
}

static void insert(const struct table *table, const struct bpf_aot_map *map, uint32_t hash,
                   const struct table_update *update) {
    uint32_t number = take_element(table);
    struct bpf_aot_hash_element *element = element_at(table, number);
    uint32_t *bucket = &table->buckets[hash & table->mask];
    element->hash = hash;
    memmove(table_key(element), update->key, map->key_size);
    if (map->cpus > 1) {
        memset(table_value(map, element, 0), 0, rt_round8(map->value_size) * map->cpus);
    }
    memmove(table_value(map, element, update->cpu), update->value, map->value_size);
    __atomic_store_n(&element->next, *bucket, __ATOMIC_RELEASE);
    __atomic_store_n(bucket, number, __ATOMIC_RELEASE);
}

/* The kernel's order: what the flags say about existence comes before a full map. */
static long check(const struct table *table, const struct bpf_aot_map *map, uint32_t old,
                  uint64_t flags) {
    if (old) {
        return flags == RT_NOEXIST ? -RT_EEXIST : 0;
    }
    if (flags == RT_EXIST) {
        return -RT_ENOENT;
    }
    return table->head->count >= map->max_entries ? -RT_E2BIG : 0;
}

/* An element that exists is replaced, not overwritten: a program may hold a pointer to its value.
 * The new one is in the chain before the old one leaves, so that no reader misses the key. */
static long update_locked(const struct table *table, const struct bpf_aot_map *map,
                          const struct table_update *update, uint32_t hash) {
    uint32_t old = search(table, map, update->key, hash);
    long status = check(table, map, old, update->flags);
    if (status) {
        return status;
    }
    if (old && update->in_place) {
        void *value = table_value(map, element_at(table, old), update->cpu);
        memmove(value, update->value, map->value_size);
        return 0;
    }
    insert(table, map, hash, update);
    if (old) {
        unlink(table, old);
    } else {
        table->head->count++;
    }
    return 0;
}

long bpf_aot_table_update(struct bpf_aot_map *map, const struct table_update *update) {
    if (update->flags > RT_EXIST) {
        return -RT_EINVAL;
    }
    struct table table = table_of(map);
    uint32_t hash = table_hash(update->key, map->key_size);
    lock(table.head);
    long status = update_locked(&table, map, update, hash);
    unlock(table.head);
    return status;
}

long bpf_aot_table_remove(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t hash = table_hash(key, map->key_size);
    lock(table.head);
    uint32_t number = search(&table, map, key, hash);
    if (number) {
        unlink(&table, number);
        table.head->count--;
    }
    unlock(table.head);
    return number ? 0 : -RT_ENOENT;
}

/* A free element keeps its old key, so only a search tells whether it is in use. */
static struct bpf_aot_hash_element *next_in_use(const struct table *table,
                                                const struct bpf_aot_map *map, uint32_t *number) {
    uint32_t used = __atomic_load_n(&table->head->used, __ATOMIC_ACQUIRE);
    while (++*number <= used) {
        struct bpf_aot_hash_element *element = element_at(table, *number);
        if (search(table, map, table_key(element), element->hash) == *number) {
            return element;
        }
    }
    return NULL;
}

struct bpf_aot_hash_element *bpf_aot_table_next(struct bpf_aot_map *map, uint32_t *number) {
    struct table table = table_of(map);
    return next_in_use(&table, map, number);
}

/* A key that is gone starts over at the first one, as in the kernel. */
const void *bpf_aot_table_next_key(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t number = 0;
    if (key) {
        number = search(&table, map, key, table_hash(key, map->key_size));
    }
    struct bpf_aot_hash_element *element = next_in_use(&table, map, &number);
    return element ? table_key(element) : NULL;
}

void *bpf_aot_table_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    struct bpf_aot_hash_element *element = bpf_aot_table_find(map, key);
    return element && cpu < map->cpus ? table_value(map, element, cpu) : NULL;
}

bool bpf_aot_table_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                         bool writes) {
    struct table table = table_of(map);
    size_t elements = (size_t)(table.elements - (unsigned char *)map->storage);
    size_t key = sizeof(struct bpf_aot_hash_element);
    size_t value = key + rt_round8(map->key_size);
    if (offset < elements || (offset - elements) / table.element_bytes > map->max_entries) {
        return false;
    }
    size_t within = (offset - elements) % table.element_bytes;
    if (within < value) {
        return !writes && size_bytes <= map->key_size && within >= key &&
               within - key <= map->key_size - size_bytes;
    }
    return size_bytes <= map->value_size &&
           (within - value) % rt_round8(map->value_size) <= map->value_size - size_bytes;
}
