/* SPDX-License-Identifier: Apache-2.0 */
/* Scheduler of 256 queues in bitmaps: counts the ready ones, takes the first behind the last one
 * taken, all without the bit instructions that BPF does not have. */
#include "headers.h"

static u64 ready[4];
static u32 last;

INLINE u32 popcount(u64 x) {
    x -= x >> 1 & 0x5555555555555555ull;
    x = (x & 0x3333333333333333ull) + (x >> 2 & 0x3333333333333333ull);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0full;
    return (u32)(x * 0x0101010101010101ull >> 56);
}

NOINLINE u32 first_set(u64 x) {
    u32 at = 0;
    NO_UNROLL
    for (u32 step = 32; step; step >>= 1) {
        u64 low = x & ((1ull << step) - 1);
        if (!low) {
            x >>= step;
            at += step;
        } else {
            x = low;
        }
    }
    return at;
}

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    if (packet + 34 > end) {
        return XDP_PASS;
    }
    NO_UNROLL
    for (u32 i = 14; i < 34; i++) {
        u32 queue = packet[i] * 167 & 255;
        ready[queue / 64] |= 1ull << (queue % 64);
    }
    u32 count = 0, taken = 256;
    NO_UNROLL
    for (u32 i = 0; i < 4; i++) {
        count += popcount(ready[i]);
    }
    NO_UNROLL
    for (u32 i = 0; i < 5; i++) {
        u32 word = (last / 64 + i) & 3;
        u64 bits = ready[word];
        if (i == 0) {
            bits &= ~0ull << (last % 64);
        }
        if (bits) {
            taken = word * 64 + first_set(bits);
            ready[word] &= ~(1ull << (taken % 64));
            break;
        }
    }
    last = (taken + 1) & 255;
    return count << 16 | taken;
}
