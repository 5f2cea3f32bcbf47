/* SPDX-License-Identifier: Apache-2.0 */
/* SipHash-2-4 of 64 bytes: 64-bit add, rotate, xor. */
#include "../bench.h"

#define R                                                                                          \
    do {                                                                                           \
        v0 += v1;                                                                                  \
        v1 = ROTATE_64(v1, 13);                                                                    \
        v1 ^= v0;                                                                                  \
        v0 = ROTATE_64(v0, 32);                                                                    \
        v2 += v3;                                                                                  \
        v3 = ROTATE_64(v3, 16);                                                                    \
        v3 ^= v2;                                                                                  \
        v0 += v3;                                                                                  \
        v3 = ROTATE_64(v3, 21);                                                                    \
        v3 ^= v0;                                                                                  \
        v2 += v1;                                                                                  \
        v1 = ROTATE_64(v1, 17);                                                                    \
        v1 ^= v2;                                                                                  \
        v2 = ROTATE_64(v2, 32);                                                                    \
    } while (0)
PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    int i;
    u64 v0 = 0x736f6d6570736575ull, v1 = 0x646f72616e646f6dull, v2 = 0x6c7967656e657261ull,
        v3 = 0x7465646279746573ull;
    if (d + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++) {
        v3 ^= p[i];
        R;
        R;
        v0 ^= p[i];
    }
    v2 ^= 0xff;
    R;
    R;
    R;
    R;
    v0 ^= v1 ^ v2 ^ v3;
    return FOLD(v0);
}
