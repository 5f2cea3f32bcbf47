/* SPDX-License-Identifier: Apache-2.0 */
/* The hash storage of runtime.h, below the map types that use it. Lookups take no lock. */
#ifndef BPF_AOT_RUNTIME_TABLE_H
#define BPF_AOT_RUNTIME_TABLE_H

#include "bytes.h"
#include "maps/maps.h"

/* How an update stores its value. */
struct table_update {
    const void *key;
    const void *value;
    uint64_t flags;
    uint32_t cpu;  /* slot that gets the value; the others of a new element become zero */
    bool in_place; /* overwrite the value of an element that exists */
};

/* The element with `key`, or NULL. */
struct bpf_aot_hash_element *bpf_aot_table_find(struct bpf_aot_map *map, const void *key);
long bpf_aot_table_update(struct bpf_aot_map *map, const struct table_update *update);
long bpf_aot_table_remove(struct bpf_aot_map *map, const void *key);
/* The two steps of a removal: struct bpf_aot_map_ops. */
void *bpf_aot_table_detach(struct bpf_aot_map *map, const void *key);
void bpf_aot_table_reuse(struct bpf_aot_map *map, void *value);
/* The same for LRU types. */
long bpf_aot_lru_update(struct bpf_aot_map *map, const struct table_update *update);
long bpf_aot_lru_remove(struct bpf_aot_map *map, const void *key);
/* The element in use after `*number` (0: the first), which becomes its number; NULL at the end. */
struct bpf_aot_hash_element *bpf_aot_table_next(struct bpf_aot_map *map, uint32_t *number);
long bpf_aot_table_for_each(struct bpf_aot_map *map, bpf_aot_callback *callback, uint64_t ctx,
                            struct bpf_aot_run *run);
const void *bpf_aot_table_walk(struct bpf_aot_map *map, uint32_t *bucket, const void *key);
const void *bpf_aot_table_next_key(struct bpf_aot_map *map, const void *key);
bool bpf_aot_table_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                         bool writes);
void *bpf_aot_table_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu);

static inline unsigned char *table_key(struct bpf_aot_hash_element *element) {
    return (unsigned char *)(element + 1);
}

static inline void *table_value(const struct bpf_aot_map *map, struct bpf_aot_hash_element *element,
                                uint32_t cpu) {
    return table_key(element) + rt_round8(map->key_size) + cpu * rt_round8(map->value_size);
}

#endif
