/* SPDX-License-Identifier: Apache-2.0 */
/* Hash and comparison of keys by 32-bit words: one multiplication a word and two at the end, no
 * 64-bit arithmetic. The hash depends on the byte order, which nobody outside can see. */
#ifndef BPF_AOT_RUNTIME_TABLE_HASH_H
#define BPF_AOT_RUNTIME_TABLE_HASH_H

#include "bytes.h"

typedef uint32_t __attribute__((may_alias)) rt_key_word;

static inline uint32_t table_mix(uint32_t hash, uint32_t word) {
    hash = (hash ^ word) * 0x9e3779b1u;
    return hash ^ hash >> 15;
}

/* Up to three bytes as a word. */
static inline uint32_t table_tail(const unsigned char *bytes, uint32_t count) {
    uint32_t word = 0;
    while (count--) {
        word = word << 8 | bytes[count];
    }
    return word;
}

static inline uint32_t table_hash(const void *key, uint32_t size_bytes) {
    const unsigned char *bytes = key;
    uint32_t hash = size_bytes;
    uint32_t left = size_bytes;
    if (rt_is_aligned(key, 4)) {
        for (; left >= 4; left -= 4, bytes += 4) {
            hash = table_mix(hash, *(const rt_key_word *)bytes);
        }
    }
    for (; left >= 4; left -= 4, bytes += 4) {
        hash = table_mix(hash, rt_load32(bytes));
    }
    if (left) {
        hash = table_mix(hash, table_tail(bytes, left));
    }
    hash = (hash ^ hash >> 16) * 0x7feb352du;
    hash = (hash ^ hash >> 15) * 0x846ca68bu;
    return hash ^ hash >> 16;
}

/* `stored` is 8-aligned, `key` need not be. */
static inline bool table_keys_equal(const void *stored, const void *key, uint32_t size_bytes) {
    const unsigned char *s = stored;
    const unsigned char *k = key;
    if (rt_is_aligned(key, 4)) {
        for (; size_bytes >= 4; size_bytes -= 4, s += 4, k += 4) {
            if (*(const rt_key_word *)s != *(const rt_key_word *)k) {
                return false;
            }
        }
    }
    for (; size_bytes; size_bytes--) {
        if (*s++ != *k++) {
            return false;
        }
    }
    return true;
}

#endif
