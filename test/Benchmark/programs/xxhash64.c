/* SPDX-License-Identifier: Apache-2.0 */
/* xxHash (64 bits) of up to 512 bytes behind the IPv4 header: four lanes of 64-bit multiplication.
 */
#include "headers.h"

#define PRIME_1 0x9e3779b185ebca87ull
#define PRIME_2 0xc2b2ae3d27d4eb4full
#define PRIME_3 0x165667b19e3779f9ull
#define PRIME_4 0x85ebca77c2b2ae63ull
#define PRIME_5 0x27d4eb2f165667c5ull

INLINE u64 round_of(u64 lane, u64 input) {
    lane += input * PRIME_2;
    return ROTATE_64(lane, 31) * PRIME_1;
}

INLINE u64 merge(u64 hash, u64 lane) {
    return (hash ^ round_of(0, lane)) * PRIME_1 + PRIME_4;
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at) {
        return XDP_PASS;
    }
    u64 a = PRIME_1 + PRIME_2, b = PRIME_2, c = 0, d = 0 - PRIME_1, hash, bytes = 0;
    NO_UNROLL
    for (int i = 0; i < 16; i++) {
        if (at + 32 > end) {
            break;
        }
        u64_at4 *word = (u64_at4 *)at;
        a = round_of(a, word[0]);
        b = round_of(b, word[1]);
        c = round_of(c, word[2]);
        d = round_of(d, word[3]);
        at += 32;
        bytes += 32;
    }
    hash = ROTATE_64(a, 1) + ROTATE_64(b, 7) + ROTATE_64(c, 12) + ROTATE_64(d, 18);
    hash = merge(merge(merge(merge(hash, a), b), c), d) + bytes;
    NO_UNROLL
    for (int i = 0; i < 3; i++) {
        if (at + 8 > end) {
            break;
        }
        hash ^= round_of(0, *(u64_at4 *)at);
        hash = ROTATE_64(hash, 27) * PRIME_1 + PRIME_4;
        at += 8;
    }
    NO_UNROLL
    for (int i = 0; i < 7; i++) {
        if (at + 1 > end) {
            break;
        }
        hash ^= *at++ * PRIME_5;
        hash = ROTATE_64(hash, 11) * PRIME_1;
    }
    hash = (hash ^ hash >> 33) * PRIME_2;
    hash = (hash ^ hash >> 29) * PRIME_3;
    return FOLD(hash ^ hash >> 32);
}
