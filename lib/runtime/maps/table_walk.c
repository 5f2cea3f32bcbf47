/* SPDX-License-Identifier: Apache-2.0 */
/* Walks of the hash storage, in storage order, and what of it programs may see. */
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

/* A key that is gone starts over at the first one, as in the kernel. */
const void *bpf_aot_table_next_key(struct bpf_aot_map *map, const void *key) {
    struct table table = table_of(map);
    uint32_t number = key ? table_find(&table, map, key) : 0;
    struct bpf_aot_hash_element *element = next_in_use(&table, map, &number);
    return element ? table_key(element) : NULL;
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
    return size_bytes <= map->value_size &&
           within - value < map->cpus * rt_round8(map->value_size) &&
           (within - value) % rt_round8(map->value_size) <= map->value_size - size_bytes;
}
