/* SPDX-License-Identifier: Apache-2.0 */
/* Hash, comparison and copies of keys. Elements are shared with other threads: their words are
 * read and written one by one, relaxed, so that a reader sees old or new ones, never half of one.
 * The hash depends on byte order and word size, which nobody outside can see. */
#ifndef BPF_AOT_RUNTIME_TABLE_HASH_H
#define BPF_AOT_RUNTIME_TABLE_HASH_H

#include "bytes.h"

#if UINTPTR_MAX > UINT32_MAX
typedef uint64_t rt_word;
#else
typedef uint32_t rt_word;
#endif
typedef rt_word __attribute__((may_alias)) rt_shared_word;

/* The target loads words from any address. */
#if defined(__x86_64__) || defined(__aarch64__) || defined(__ARM_FEATURE_UNALIGNED)
#define RT_ANY_ADDRESS true
#else
#define RT_ANY_ADDRESS false
#endif

static inline rt_word table_load(const unsigned char *bytes) {
    rt_word word;
    __builtin_memcpy(&word, bytes, sizeof(word));
    return word;
}

/* `count` bytes, fewer than a word has, as memory holds them in front of zeros. */
static inline rt_word table_tail(const unsigned char *bytes, uint32_t count) {
    const bool big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    rt_word word = 0;
    uint32_t first = 0;
    if (sizeof(word) > 4 && count >= 4) {
        word = (rt_word)rt_load32(bytes) << (big ? 8 * (sizeof(word) - 4) : 0);
        first = 4;
    }
    for (uint32_t i = first; i < count; i++) {
        word |= (rt_word)bytes[i] << 8 * (big ? sizeof(word) - 1 - i : i);
    }
    return word;
}

/* Spreads a seed over a word; it stays 0. */
#define TABLE_SEED_FACTOR ((rt_word)0x9e3779b97f4a7c15u)

/* One multiplication a word; its upper half, where all bits of the word arrive, folds down. */
static inline rt_word table_mix(rt_word hash, rt_word word) {
#if UINTPTR_MAX > UINT32_MAX
    hash = (hash ^ word) * 0x9e3779b97f4a7c15u;
    return hash ^ hash >> 32;
#else
    hash = (hash ^ word) * 0x9e3779b1u;
    return hash ^ hash >> 15;
#endif
}

static inline uint32_t table_finish(rt_word hash) {
#if UINTPTR_MAX > UINT32_MAX
    hash *= 0xd6e8feb86659fd93u;
    return (uint32_t)(hash >> 32);
#else
    hash = (hash ^ hash >> 16) * 0x7feb352du;
    return hash ^ hash >> 15;
#endif
}

/* Word `i` of a key, whose address is a multiple of the word's size when `aligned`. */
static inline rt_word table_word(const unsigned char *key, uint32_t i, bool aligned) {
    return aligned ? ((const rt_shared_word *)(const void *)key)[i]
                   : table_load(key + i * sizeof(rt_word));
}

/* The seed goes into each step, where a multiplication carries it on: which keys collide depends on
 * it. */
static inline uint32_t table_hash_seeded(const void *key, uint32_t size_bytes, uint32_t seed) {
    const uint32_t words = size_bytes / sizeof(rt_word);
    const uint32_t left = size_bytes % sizeof(rt_word);
    const bool aligned = !RT_ANY_ADDRESS && rt_is_aligned(key, sizeof(rt_word));
    rt_word hash = size_bytes + (rt_word)seed * TABLE_SEED_FACTOR;
    for (uint32_t i = 0; i < words; i++) {
        hash = table_mix(hash, table_word(key, i, aligned));
    }
    if (left) {
        hash = table_mix(hash, table_tail((const unsigned char *)key + size_bytes - left, left));
    }
    return table_finish(hash);
}

/* `stored` is 8-aligned and padded with zeros, `key` need not be aligned. */
static inline bool table_keys_equal(const void *stored, const void *key, uint32_t size_bytes) {
    const uint32_t words = size_bytes / sizeof(rt_word);
    const uint32_t left = size_bytes % sizeof(rt_word);
    const bool aligned = !RT_ANY_ADDRESS && rt_is_aligned(key, sizeof(rt_word));
    const rt_shared_word *s = stored;
    for (uint32_t i = 0; i < words; i++) {
        if (__atomic_load_n(&s[i], __ATOMIC_RELAXED) != table_word(key, i, aligned)) {
            return false;
        }
    }
    return !left || __atomic_load_n(&s[words], __ATOMIC_RELAXED) ==
                        table_tail((const unsigned char *)key + size_bytes - left, left);
}

/* Into an element: `to` is 8-aligned; what is behind `size_bytes` up to a word becomes 0. */
static inline void table_copy(void *to, const void *from, uint32_t size_bytes) {
    const uint32_t words = size_bytes / sizeof(rt_word);
    const uint32_t left = size_bytes % sizeof(rt_word);
    const bool aligned = !RT_ANY_ADDRESS && rt_is_aligned(from, sizeof(rt_word));
    rt_shared_word *shared = to;
    for (uint32_t i = 0; i < words; i++) {
        __atomic_store_n(&shared[i], table_word(from, i, aligned), __ATOMIC_RELAXED);
    }
    if (left) {
        rt_word tail = table_tail((const unsigned char *)from + size_bytes - left, left);
        __atomic_store_n(&shared[words], tail, __ATOMIC_RELAXED);
    }
}

static inline void table_clear(void *to, size_t size_bytes) {
    rt_shared_word *shared = to;
    for (size_t i = 0; i < size_bytes / sizeof(rt_word); i++) {
        __atomic_store_n(&shared[i], 0, __ATOMIC_RELAXED);
    }
}

#endif
