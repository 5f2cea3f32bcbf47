/* SPDX-License-Identifier: Apache-2.0 */
/* Bob Jenkins' lookup3 hash (2006, public domain) with the starting values of the kernel's
 * linux/jhash.h, so that a bloom filter has the kernel's false positives. Words are of the
 * machine's byte order, the last bytes little-endian. */
#ifndef BPF_AOT_RUNTIME_JHASH_H
#define BPF_AOT_RUNTIME_JHASH_H

#include "bytes.h"

struct jhash {
    uint32_t a, b, c;
};

static inline uint32_t jhash_rotate(uint32_t word, uint32_t bits) {
    return word << bits | word >> (32 - bits);
}

/* One step of either mix: `x` loses `z`, takes its rotation; `z` gains `y`. */
static inline void jhash_step(uint32_t *x, uint32_t *y, uint32_t *z, uint32_t bits) {
    *x -= *z;
    *x ^= jhash_rotate(*z, bits);
    *z += *y;
}

static inline void jhash_mix(struct jhash *h) {
    jhash_step(&h->a, &h->b, &h->c, 4);
    jhash_step(&h->b, &h->c, &h->a, 6);
    jhash_step(&h->c, &h->a, &h->b, 8);
    jhash_step(&h->a, &h->b, &h->c, 16);
    jhash_step(&h->b, &h->c, &h->a, 19);
    jhash_step(&h->c, &h->a, &h->b, 4);
}

static inline void jhash_last(uint32_t *x, uint32_t z, uint32_t bits) {
    *x = (*x ^ z) - jhash_rotate(z, bits);
}

static inline uint32_t jhash_finish(struct jhash *h) {
    jhash_last(&h->c, h->b, 14);
    jhash_last(&h->a, h->c, 11);
    jhash_last(&h->b, h->a, 25);
    jhash_last(&h->c, h->b, 16);
    jhash_last(&h->a, h->c, 4);
    jhash_last(&h->b, h->a, 14);
    jhash_last(&h->c, h->b, 24);
    return h->c;
}

/* Of up to four bytes. */
static inline uint32_t jhash_tail(const unsigned char *bytes, uint32_t count) {
    uint32_t word = 0;
    for (uint32_t i = 0; i < count && i < 4; i++) {
        word |= (uint32_t)bytes[i] << 8 * i;
    }
    return word;
}

static inline struct jhash jhash_begin(const unsigned char **bytes, uint32_t *left, uint32_t seed) {
    uint32_t start = 0xdeadbeef + *left + seed;
    struct jhash h = {start, start, start};
    for (; *left > 12; *left -= 12, *bytes += 12) {
        h.a += rt_load32(*bytes);
        h.b += rt_load32(*bytes + 4);
        h.c += rt_load32(*bytes + 8);
        jhash_mix(&h);
    }
    return h;
}

/* Whole words (kernel: jhash2) end in words, everything else in bytes (kernel: jhash); the two
 * differ on big-endian machines only. `size_bytes` is not 0. */
static inline uint32_t jhash(const void *data, uint32_t size_bytes, uint32_t seed) {
    const unsigned char *bytes = data;
    bool by_words = size_bytes % 4 == 0;
    struct jhash h = jhash_begin(&bytes, &size_bytes, seed);
    uint32_t *const words[] = {&h.a, &h.b, &h.c};
    for (uint32_t i = 0; i < 3 && size_bytes > 4 * i; i++) {
        *words[i] +=
            by_words ? rt_load32(bytes + 4 * i) : jhash_tail(bytes + 4 * i, size_bytes - 4 * i);
    }
    return jhash_finish(&h);
}

#endif
