/* SPDX-License-Identifier: Apache-2.0 */
#include "system/siphash.h"

struct state {
    uint64_t a, b, c, d;
};

static uint64_t rotate(uint64_t value, unsigned bits) {
    return value << bits | value >> (64 - bits);
}

static void mix(struct state *s, int rounds) {
    for (; rounds; rounds--) {
        s->a += s->b;
        s->c += s->d;
        s->b = rotate(s->b, 13) ^ s->a;
        s->d = rotate(s->d, 16) ^ s->c;
        s->a = rotate(s->a, 32) + s->d;
        s->c += s->b;
        s->d = rotate(s->d, 21) ^ s->a;
        s->b = rotate(s->b, 17) ^ s->c;
        s->c = rotate(s->c, 32);
    }
}

static void add(struct state *s, uint64_t word) {
    s->d ^= word;
    mix(s, 2);
    s->a ^= word;
}

/* Words are little-endian whatever the machine is. */
static uint64_t load_word(const uint8_t *bytes, uint32_t size_bytes) {
    uint64_t word = 0;
    while (size_bytes) {
        word = word << 8 | bytes[--size_bytes];
    }
    return word;
}

uint64_t bpf_aot_siphash(const void *bytes, uint32_t size_bytes, const uint64_t key[2]) {
    /* "somepseudorandomlygeneratedbytes" */
    struct state s = {0x736f6d6570736575 ^ key[0], 0x646f72616e646f6d ^ key[1],
                      0x6c7967656e657261 ^ key[0], 0x7465646279746573 ^ key[1]};
    const uint8_t *at = bytes;
    uint32_t left = size_bytes;
    for (; left >= 8; left -= 8, at += 8) {
        add(&s, load_word(at, 8));
    }
    add(&s, load_word(at, left) | (uint64_t)size_bytes << 56);
    s.c ^= 0xff;
    mix(&s, 4);
    return s.a ^ s.b ^ s.c ^ s.d;
}
