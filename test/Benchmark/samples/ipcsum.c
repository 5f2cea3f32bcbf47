/* SPDX-License-Identifier: Apache-2.0 */
/* IPv4 header checksum over 20 bytes at offset 14. */
#include "../bench.h"

PROG {
    u8 *p = DATA(ctx), *e = END(ctx);
    u16 *h = (u16 *)(p + 14);
    u32 s = 0;
    int i;
    if (p + 34 > e) {
        return 1;
    }
    for (i = 0; i < 10; i++) {
        s += h[i];
    }
    s = (s & 0xffff) + (s >> 16);
    s += s >> 16;
    return (u16)~s;
}
