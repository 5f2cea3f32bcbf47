/* SPDX-License-Identifier: Apache-2.0 */
/* What bpf(2) demands of the definition of a hash-like map when it is created
 * (kernel/bpf/hashtab.c, htab_map_alloc_check; lpm_trie.c, trie_alloc), and what element numbers of
 * 31 bits allow. */
#include <inttypes.h>
#include <linux/bpf.h>

#include "program/build.h"

#define ACCESS (BPF_F_RDONLY | BPF_F_WRONLY | BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG)
#define COMMON (BPF_F_NUMA_NODE | ACCESS)

static const struct limit {
    uint32_t type;
    uint32_t allowed, required; /* flags */
    uint32_t min_key, max_key;  /* bytes; 0: any */
    uint32_t max_entries;
} limits[] = {
    /* A bucket of the kernel has 16 bytes, all buckets less than 4 GiB. */
    {BPF_MAP_TYPE_HASH, COMMON | BPF_F_NO_PREALLOC | BPF_F_ZERO_SEED, 0, 0, 0, 1u << 27},
    {BPF_MAP_TYPE_PERCPU_HASH, COMMON | BPF_F_NO_PREALLOC | BPF_F_ZERO_SEED, 0, 0, 0, 1u << 27},
    {BPF_MAP_TYPE_LRU_HASH, COMMON | BPF_F_NO_COMMON_LRU | BPF_F_ZERO_SEED, 0, 0, 0, 1u << 27},
    {BPF_MAP_TYPE_LRU_PERCPU_HASH, COMMON | BPF_F_NO_COMMON_LRU | BPF_F_ZERO_SEED, 0, 0, 0,
     1u << 27},
    {BPF_MAP_TYPE_HASH_OF_MAPS, COMMON | BPF_F_NO_PREALLOC | BPF_F_ZERO_SEED, 0, 0, 0, 1u << 27},
    /* The key: a length of 4 bytes, and 1 to 256 bytes of data. */
    {BPF_MAP_TYPE_LPM_TRIE, COMMON | BPF_F_NO_PREALLOC, BPF_F_NO_PREALLOC, 5, 260, 1u << 29},
};

static const struct limit *limit_of(uint32_t type) {
    for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
        if (limits[i].type == type) {
            return &limits[i];
        }
    }
    return NULL;
}

static bool both(uint32_t flags, uint32_t two) {
    return (flags & two) == two;
}

static const char *flags_problem(struct arena *arena, const struct program_map *map,
                                 const struct limit *limit) {
    if (map->flags & ~limit->allowed) {
        return arena_printf(arena, "map '%s' has flags 0x%" PRIx32 ", which type %s does not take",
                            map->name, map->flags & ~limit->allowed, map->row->name);
    }
    if (limit->required & ~map->flags) {
        return arena_printf(arena, "map '%s' lacks flags 0x%" PRIx32 ", which type %s demands",
                            map->name, limit->required & ~map->flags, map->row->name);
    }
    if (both(map->flags, BPF_F_RDONLY_PROG | BPF_F_WRONLY_PROG) ||
        both(map->flags, BPF_F_RDONLY | BPF_F_WRONLY)) {
        return arena_printf(arena, "map '%s' is both read-only and write-only", map->name);
    }
    return NULL;
}

const char *program_map_limit(struct arena *arena, const struct program_map *map) {
    const struct limit *limit = limit_of(map->type);
    if (!limit) {
        return NULL;
    }
    if (map->key_size < limit->min_key || (limit->max_key && map->key_size > limit->max_key)) {
        return arena_printf(arena, "map '%s' has keys of %u bytes, type %s takes %u to %u",
                            map->name, map->key_size, map->row->name, limit->min_key,
                            limit->max_key);
    }
    if (map->max_entries > limit->max_entries) {
        return arena_printf(arena, "map '%s' has %u entries, type %s at most %u", map->name,
                            map->max_entries, map->row->name, limit->max_entries);
    }
    return flags_problem(arena, map, limit);
}
