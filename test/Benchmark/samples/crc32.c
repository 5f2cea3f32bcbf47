/* SPDX-License-Identifier: Apache-2.0 */
/* Bitwise CRC-32 of 32 bytes: nested bounded loops. */
#include "../bench.h"

PROG {
    u8 *p = DATA(ctx), *e = END(ctx);
    u32 r = ~0u;
    int i, k;
    if (p + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 32; i < 64; i++) {
        r ^= p[i];
        NO_UNROLL
        for (k = 0; k < 8; k++) {
            r = (r >> 1) ^ ((r & 1) ? 0xedb88320u : 0);
        }
    }
    return ~r;
}
