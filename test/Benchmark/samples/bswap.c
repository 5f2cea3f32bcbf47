/* SPDX-License-Identifier: Apache-2.0 */
/* Byte swaps of 16, 32 and 64 bits. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 r = 1;
    int i;
    if (d + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++) {
        u64 a = p[i];
        r += __builtin_bswap64(a);
        r ^= __builtin_bswap32((u32)(a >> 7));
        r += __builtin_bswap16((u16)(r >> 3));
    }
    return FOLD(r);
}
