/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit multiply, add, subtract, negate, compare: no division. */
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
        b = p[1];
        r += a * b;
        if (r > a) {
            r -= b;
        }
        if ((s64)r < (s64)b) {
            r = -r;
        }
        r *= 0x9e3779b97f4a7c15ull;
    }
    return FOLD(r);
}
