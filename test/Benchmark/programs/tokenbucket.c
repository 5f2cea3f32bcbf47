/* SPDX-License-Identifier: Apache-2.0 */
/* Rate limiter: a token bucket for each of 16 classes in global data, 64-bit time and credit. The
 * clock advances with the bytes seen, so that runs can be repeated. */
#include "headers.h"

#define RATE  1250000ull /* bytes a second */
#define BURST 3000ull

static struct bucket {
    u64 credit, last;
    u32 passed, dropped;
} buckets[16];
static u64 now;

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    struct eth *eth = (struct eth *)packet;
    struct ip4 *ip = (struct ip4 *)(eth + 1);
    if ((u8 *)(ip + 1) > end) {
        return XDP_PASS;
    }
    u64 bytes = (u64)(end - packet);
    now += bytes * 977 + 12345;
    struct bucket *bucket = &buckets[(ip->tos ^ ip->protocol) & 15];
    u64 elapsed = now - bucket->last;
    u64 credit = bucket->credit + elapsed * RATE / 1000000000;
    if (credit > BURST) {
        credit = BURST;
    }
    bucket->last = now;
    if (credit < bytes) {
        bucket->credit = credit;
        bucket->dropped++;
        return XDP_DROP | bucket->dropped << 8;
    }
    bucket->credit = credit - bytes;
    bucket->passed++;
    return XDP_PASS | bucket->passed << 8;
}
