/* SPDX-License-Identifier: Apache-2.0 */
/* Byte-code like dispatch over 64 bytes. */
#include "../bench.h"

PROG {
    u8 *p = DATA(ctx), *e = END(ctx);
    u32 a = 1;
    int i;
    if (p + 96 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 32; i < 96; i++) {
        u32 v = p[i];
        switch (v & 7) {
        case 0:
            a += v;
            break;
        case 1:
            a ^= v << 3;
            break;
        case 2:
            a = a * 5 + 1;
            break;
        case 3:
            a -= v;
            break;
        case 4:
            a = (a << 7) | (a >> 25);
            break;
        case 5:
            if (a & 1) {
                a = ~a;
            }
            break;
        case 6:
            a |= v;
            break;
        default:
            a = a * v;
            break;
        }
    }
    return a;
}
