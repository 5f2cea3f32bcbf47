/* SPDX-License-Identifier: Apache-2.0 */
/* MurmurHash3 (32 bits) of up to 256 bytes behind the IPv4 header, the tail included. */
#include "headers.h"

INLINE u32 scramble(u32 k) {
    k *= 0xcc9e2d51;
    return ROTATE_32(k, 15) * 0x1b873593;
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at) {
        return XDP_PASS;
    }
    u32 hash = 0x12345678, bytes = 0, tail = 0;
    NO_UNROLL
    for (int i = 0; i < 64; i++) {
        if (at + 4 > end) {
            break;
        }
        hash ^= scramble(*(u32 *)at);
        hash = ROTATE_32(hash, 13) * 5 + 0xe6546b64;
        at += 4;
        bytes += 4;
    }
    NO_UNROLL
    for (int i = 0; i < 3; i++) {
        if (at + 1 > end) {
            break;
        }
        tail |= (u32)*at++ << (i * 8);
        bytes++;
    }
    hash ^= scramble(tail);
    hash ^= bytes;
    hash = (hash ^ hash >> 16) * 0x85ebca6b;
    hash = (hash ^ hash >> 13) * 0xc2b2ae35;
    return hash ^ hash >> 16;
}
