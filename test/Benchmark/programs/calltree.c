/* SPDX-License-Identifier: Apache-2.0 */
/* bpf2bpf calls three deep: a decision from checks that share smaller functions. */
#include "headers.h"

NOINLINE u32 mix(u32 a, u32 b) {
    a ^= b * 0x85ebca6b;
    return ROTATE_32(a, 13) + 0x27d4eb2f;
}

NOINLINE u32 hash_pair(u32 a, u32 b, u32 seed) {
    return mix(mix(seed, a), b);
}

NOINLINE u32 score_address(u32 address, u32 seed) {
    u32 score = 0;
    NO_UNROLL
    for (int i = 0; i < 4; i++) {
        score += hash_pair(address >> (8 * i) & 255, score, seed) & 0xff;
    }
    return score;
}

NOINLINE u32 score_length(u64 length, u64 limit) {
    return length > limit ? mix((u32)(length - limit), 1) : mix((u32)(limit - length), 0);
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    if (!at || at + 4 > end) {
        return XDP_PASS;
    }
    u32 score = score_address(BE32(ip->from), 17) + score_address(BE32(ip->to), 31);
    score += hash_pair(*(u16 *)at, *(u16 *)(at + 2), ip->protocol);
    return score ^ score_length((u64)(end - at), 512);
}
