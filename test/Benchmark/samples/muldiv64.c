/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit multiply, divide, modulo. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 a, b, r = 0;
    int i;
    if (d + 32 + 64 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 4; i++, p += 2) {
        a = p[0];
        b = p[1] >> 20;
        r += a * b;
        r ^= a / (b | 1);
        r += a % (b | 3);
    }
    return FOLD(r);
}
