/* SPDX-License-Identifier: Apache-2.0 */
/* 64 bytes from packet to stack, mixed there, and read back with other widths. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 buf[8], *q = buf;
    u32 r = 0;
    int i;
    if (d + 96 > e) {
        return 1;
    }
    for (i = 0; i < 8; i++) {
        buf[i] = p[i];
    }
    OPAQUE(q);
    for (i = 0; i < 8; i++) {
        buf[i] += buf[7 - i];
    }
    OPAQUE(q);
    for (i = 0; i < 16; i++) {
        r = r * 31 + ((u32 *)buf)[i];
    }
    for (i = 0; i < 64; i += 5) {
        r ^= ((u8 *)buf)[i] << (i & 15);
    }
    return r + (q == buf);
}
