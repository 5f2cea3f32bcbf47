/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_BLOOM_FILTER: bits that are only ever set. The seed is 0, as the kernel's is with
 * BPF_F_ZERO_SEED, so that both have the same false positives. */
#include "maps/jhash.h"
#include "maps/no_keys.h"

struct bloom {
    const struct bpf_aot_map *map;
    const void *value;
    uint32_t mask; /* number of bits - 1 */
};

static struct bloom bloom_of(const struct bpf_aot_map *map, const void *value) {
    return (struct bloom){map, value,
                          (uint32_t)(BPF_AOT_BLOOM_BITS(map->max_entries, map->cpus) - 1)};
}

/* The word that holds the bit of one hash function. */
static uint32_t *find(const struct bloom *bloom, uint32_t function, uint32_t *bit) {
    uint32_t number = jhash(bloom->value, bloom->map->value_size, function) & bloom->mask;
    *bit = (uint32_t)1 << number % 32;
    return (uint32_t *)bloom->map->storage + number / 32;
}

static long bloom_filter_push(struct bpf_aot_map *map, const void *value, uint64_t flags) {
    if (flags != RT_ANY) {
        return -RT_EINVAL;
    }
    struct bloom bloom = bloom_of(map, value);
    for (uint32_t i = 0; i < map->cpus; i++) {
        uint32_t bit;
        uint32_t *word = find(&bloom, i, &bit);
        __atomic_fetch_or(word, bit, __ATOMIC_SEQ_CST);
    }
    return 0;
}

static long bloom_filter_peek(struct bpf_aot_map *map, void *value) {
    struct bloom bloom = bloom_of(map, value);
    for (uint32_t i = 0; i < map->cpus; i++) {
        uint32_t bit;
        const uint32_t *word = find(&bloom, i, &bit);
        if (!(__atomic_load_n(word, __ATOMIC_RELAXED) & bit)) {
            return -RT_ENOENT;
        }
    }
    return 0;
}

static long bloom_filter_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EOPNOTSUPP;
}

const struct bpf_aot_map_ops bpf_aot_bloom_filter_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = bpf_aot_no_keys_update,
    .remove = bloom_filter_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
    .push = bloom_filter_push,
    .peek = bloom_filter_peek,
};
