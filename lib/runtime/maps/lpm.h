/* SPDX-License-Identifier: Apache-2.0 */
/* Nodes of an LPM trie and how keys compare with them. Bits count from the first byte's highest. */
#ifndef BPF_AOT_RUNTIME_LPM_H
#define BPF_AOT_RUNTIME_LPM_H

#include "maps/maps.h"
#include "maps/table_find.h"

enum {
    LPM_DATA_MAX = 256, /* bytes; kernel: LPM_DATA_SIZE_MAX */
    LPM_WORD_BITS = 8 * sizeof(rt_word),
    /* Low bit of a node's `state`; above it, the next in the queue. */
    LPM_ENTRY = 0,
    LPM_FORK = 1, /* no entry: tells two children apart */
};

struct lpm {
    struct bpf_aot_lpm *head;
    unsigned char *nodes; /* where number 0 would be */
    size_t node_bytes;
    size_t value_at; /* in a node */
    uint32_t data_bytes;
    uint32_t max_prefix;
};

/* A key as numbers, so that it is read once. */
struct lpm_key {
    uint32_t prefix;
    rt_word words[LPM_DATA_MAX / sizeof(rt_word)];
};

static inline struct lpm lpm_of(const struct bpf_aot_map *map) {
    struct lpm lpm = {.head = map->storage, .data_bytes = map->key_size - 4};
    lpm.value_at = sizeof(struct bpf_aot_lpm_node) + rt_round8(lpm.data_bytes);
    lpm.node_bytes = lpm.value_at + rt_round8(map->value_size);
    lpm.nodes = (unsigned char *)(lpm.head + 1) - lpm.node_bytes;
    lpm.max_prefix = lpm.data_bytes * 8;
    return lpm;
}

static inline struct bpf_aot_lpm_node *lpm_at(const struct lpm *lpm, uint32_t number) {
    return (void *)(lpm->nodes + number * lpm->node_bytes);
}

static inline rt_word lpm_number(rt_word word) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return word;
#else
    return sizeof(word) == 8 ? __builtin_bswap64(word) : __builtin_bswap32((uint32_t)word);
#endif
}

static inline uint32_t lpm_zeros(rt_word word) {
    return (uint32_t)(sizeof(word) == 8 ? __builtin_clzll(word) : __builtin_clz((uint32_t)word));
}

static inline void lpm_read_key(const struct lpm *lpm, const unsigned char *key,
                                struct lpm_key *out) {
    const unsigned char *data = key + 4;
    const uint32_t words = lpm->data_bytes / sizeof(rt_word);
    const uint32_t left = lpm->data_bytes % sizeof(rt_word);
    const bool aligned = !RT_ANY_ADDRESS && rt_is_aligned(data, sizeof(rt_word));
    out->prefix = rt_load32(key);
    for (uint32_t i = 0; i < words; i++) {
        out->words[i] = lpm_number(table_word(data, i, aligned));
    }
    if (left) {
        out->words[words] = lpm_number(table_tail(data + words * sizeof(rt_word), left));
    }
}

static inline uint32_t lpm_bit(const struct lpm_key *key, uint32_t index) {
    return key->words[index / LPM_WORD_BITS] >> (LPM_WORD_BITS - 1 - index % LPM_WORD_BITS) & 1;
}

static inline uint32_t lpm_prefix(const struct bpf_aot_lpm_node *node) {
    return __atomic_load_n(&node->prefix, __ATOMIC_RELAXED);
}

static inline rt_word lpm_node_word(const struct bpf_aot_lpm_node *node, uint32_t i) {
    const rt_shared_word *words = (const void *)(node + 1);
    return lpm_number(__atomic_load_n(&words[i], __ATOMIC_RELAXED));
}

/* How many bits of the node's and of the key's prefix are the same. */
static inline uint32_t lpm_match(const struct bpf_aot_lpm_node *node, const struct lpm_key *key) {
    uint32_t limit = lpm_prefix(node);
    limit = key->prefix < limit ? key->prefix : limit;
    for (uint32_t i = 0, bits = 0; bits < limit; i++, bits += LPM_WORD_BITS) {
        rt_word different = lpm_node_word(node, i) ^ key->words[i];
        if (different) {
            uint32_t same = bits + lpm_zeros(different);
            return same < limit ? same : limit;
        }
    }
    return limit;
}

static inline uint32_t lpm_child(const struct bpf_aot_lpm_node *node, uint32_t bit) {
    return __atomic_load_n(&node->child[bit], __ATOMIC_ACQUIRE);
}

static inline bool lpm_is_fork(const struct bpf_aot_lpm_node *node) {
    return (__atomic_load_n(&node->state, __ATOMIC_RELAXED) & LPM_FORK) != 0;
}

/* In the kernel's order of get_next_key: longer prefixes before the shorter ones that hold them. */
const void *bpf_aot_lpm_next_key(struct bpf_aot_map *map, const void *key);
bool bpf_aot_lpm_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                       bool writes);

#endif
