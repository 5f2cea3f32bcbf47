/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit shifts by variable and constant counts. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 a, r = 1;
    int i;
    if (d + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++) {
        u32 n = p[i] & 63;
        a = p[i];
        r += (a << n) ^ (a >> ((n + 7) & 63)) ^ (u64)((s64)a >> ((n + 13) & 63));
        r = (r << 13) | (r >> 51);
        r ^= r >> 33;
        r += (s64)r >> 5;
    }
    return FOLD(r);
}
