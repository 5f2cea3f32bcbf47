/* SPDX-License-Identifier: Apache-2.0 */
/* 32-bit multiply, divide, modulo. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u32_any *p = (u32_any *)(d + 32);
    u32 a, b, r = 0;
    int i;
    if (d + 32 + 64 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++, p += 2) {
        a = p[0];
        b = p[1] >> 12;
        r += a * b;
        r ^= a / (b | 1);
        r += a % (b | 3);
    }
    return r;
}
