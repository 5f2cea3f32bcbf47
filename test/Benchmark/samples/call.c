/* SPDX-License-Identifier: Apache-2.0 */
/* Bpf-to-bpf calls, 2 levels, in a loop. */
#include "../bench.h"

NOINLINE u64 mix(u64 a, u64 b, u64 k);
NOINLINE u64 step(u64 a, u64 b);
PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 r = 7;
    int i;
    if (d + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++) {
        r = step(r, p[i]);
    }
    return FOLD(r);
}
NOINLINE u64 step(u64 a, u64 b) {
    return mix(a, b, 13) + mix(b, a, 7);
}
NOINLINE u64 mix(u64 a, u64 b, u64 k) {
    a ^= b >> k;
    a *= 0x9e3779b97f4a7c15ull;
    return a ^ (a >> 29);
}
