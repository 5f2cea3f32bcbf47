/* SPDX-License-Identifier: Apache-2.0 */
/* Jenkins hash of 8 keys of 12 bytes, 32-bit arithmetic. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u32_any *p = (u32_any *)(d + 16);
    u32 x, y, z = 0;
    int i;
    if (d + 16 + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 8; i++, p += 3) {
        x = 0xdeadbeef + 12 + z;
        y = x + p[1];
        z = x + p[2];
        x += p[0];
        z ^= y;
        z -= ROTATE_32(y, 14);
        x ^= z;
        x -= ROTATE_32(z, 11);
        y ^= x;
        y -= ROTATE_32(x, 25);
        z ^= y;
        z -= ROTATE_32(y, 16);
        x ^= z;
        x -= ROTATE_32(z, 4);
        y ^= x;
        y -= ROTATE_32(x, 14);
        z ^= y;
        z -= ROTATE_32(y, 24);
    }
    return z;
}
