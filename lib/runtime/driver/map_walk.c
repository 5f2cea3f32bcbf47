/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/map_walk.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"
#include "maps/pointers.h"
#include "start/sys.h"

/* Facts of a type, as its row of maps.def has them. */
enum storage {
    STORAGE_NONE,
    STORAGE_ARRAY,
    STORAGE_SLOTS,
    STORAGE_QUEUE,
    STORAGE_BLOOM,
    STORAGE_RING,
    /* what is walked in the order of its keys: from here on */
    STORAGE_HASH,
    STORAGE_LRU,
    STORAGE_LPM,
};
enum cpus { CPUS_ONE, CPUS_EACH, CPUS_HASHES };
enum keys { KEY_ANY, KEY_U32, KEY_NONE, KEY_RING };

struct type {
    uint32_t id;
    const char *name;
    enum storage storage;
    enum cpus cpus;
    enum keys keys;
};

static const struct type types[] = {
#define MAP_TYPE(id, name, storage, key, cpus)                                                     \
    {id, #name, STORAGE_##storage, CPUS_##cpus, KEY_##key},
#include "bpf-aot/maps.def"
    {0, "unknown", STORAGE_NONE, CPUS_ONE, KEY_ANY},
};

static const struct type *type_of(uint32_t id) {
    const struct type *type = types;
    while (type->id && type->id != id) {
        type++;
    }
    return type;
}

const char *bpf_aot_map_type_name(uint32_t type) {
    return type_of(type)->name;
}

bool bpf_aot_map_is_per_cpu(const struct bpf_aot_map *map) {
    return type_of(map->type)->cpus == CPUS_EACH;
}

uint32_t bpf_aot_map_cpus(const struct bpf_aot_map *map) {
    if (!bpf_aot_map_is_per_cpu(map)) {
        return 1;
    }
    return bpf_aot_active_cpus < map->cpus ? bpf_aot_active_cpus : map->cpus;
}

bool bpf_aot_map_used(struct bpf_aot_map *map, uint32_t *count) {
    if (type_of(map->type)->storage != STORAGE_HASH) {
        return false;
    }
    *count = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        ++*count;
    }
    return true;
}

bool bpf_aot_map_has_names(const struct bpf_aot_map *map) {
    return map->ops->set != NULL;
}

const char *bpf_aot_map_slot_name(const struct bpf_aot_map *map, const union bpf_aot_slot *slot) {
    const void *pointer = pointers_load(slot);
    return map->type == RT_MAP_prog_array ? ((const struct bpf_aot_program *)pointer)->name
                                          : ((const struct bpf_aot_map *)pointer)->name;
}

static int compare(const struct bpf_aot_map *map, const void *left, const void *right) {
    return memcmp(left, right, map->key_size);
}

/* Lets keys[root] sink to its place in the heap of `count` keys, the largest on top. */
static void sink(const struct bpf_aot_map *map, const void **keys, uint32_t root, uint32_t count) {
    for (;;) {
        uint32_t child = 2 * root + 1;
        if (child >= count) {
            return;
        }
        if (child + 1 < count && compare(map, keys[child], keys[child + 1]) < 0) {
            child++;
        }
        if (compare(map, keys[root], keys[child]) >= 0) {
            return;
        }
        const void *key = keys[root];
        keys[root] = keys[child];
        keys[child] = key;
        root = child;
    }
}

/* Heap sort: no recursion, no further memory. */
static void sort(const struct bpf_aot_map *map, const void **keys, uint32_t count) {
    for (uint32_t root = count / 2; root-- > 0;) {
        sink(map, keys, root, count);
    }
    for (uint32_t end = count; end > 1; end--) {
        const void *largest = keys[0];
        keys[0] = keys[end - 1];
        keys[end - 1] = largest;
        sink(map, keys, 0, end - 1);
    }
}

static bool walk_sorted(struct bpf_aot_map *map, bpf_aot_map_visit *visit, void *user) {
    uint32_t count = 0;
    for (const void *key = NULL; (key = map->ops->next_key(map, key));) {
        count++;
    }
    if (count == 0) {
        return true;
    }
    const void **keys = bpf_aot_sys_map(count * sizeof(*keys));
    if (!keys) {
        bpf_aot_error("map %s: no memory to sort %u keys", map->name, count);
        return false;
    }
    const void *key = NULL;
    for (uint32_t i = 0; i < count; i++) {
        key = map->ops->next_key(map, key);
        keys[i] = key;
    }
    sort(map, keys, count);
    for (uint32_t i = 0; i < count; i++) {
        visit(map, keys[i], user);
    }
    bpf_aot_sys_unmap(keys, count * sizeof(*keys));
    return true;
}

/* Programs may look up nothing in a prog_array, and a device only when it is there. */
static bool is_present(struct bpf_aot_map *map, const uint32_t *index) {
    return bpf_aot_map_has_names(map) ? map->ops->value_on(map, index, 0) != NULL
                                      : map->ops->lookup(map, index) != NULL;
}

bool bpf_aot_map_walk(struct bpf_aot_map *map, bpf_aot_map_visit *visit, void *user) {
    if (type_of(map->type)->storage >= STORAGE_HASH) {
        return walk_sorted(map, visit, user);
    }
    if (type_of(map->type)->keys >= KEY_NONE) {
        return true;
    }
    for (uint32_t index = 0; index < map->max_entries; index++) {
        if (is_present(map, &index)) {
            visit(map, &index, user);
        }
    }
    return true;
}
