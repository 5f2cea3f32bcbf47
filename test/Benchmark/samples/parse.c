/* SPDX-License-Identifier: Apache-2.0 */
/* Ethernet / VLAN / IPv4 / UDP-TCP header parser with bounds checks. */
#include "../bench.h"

PROG {
    u8 *p = DATA(ctx), *e = END(ctx);
    u32 proto, h, r;
    if (p + 14 > e) {
        return 1;
    }
    proto = BE16(*(u16 *)(p + 12));
    p += 14;
    if (proto == 0x8100) {
        if (p + 4 > e) {
            return 1;
        }
        proto = BE16(*(u16 *)(p + 2));
        p += 4;
    }
    if (proto != 0x0800) {
        return 2;
    }
    if (p + 20 > e) {
        return 1;
    }
    if ((p[0] >> 4) != 4) {
        return 3;
    }
    h = (p[0] & 15) * 4;
    if (h < 20) {
        return 3;
    }
    proto = p[9];
    r = p[8];
    p += h;
    if (proto == 17) {
        if (p + 8 > e) {
            return 1;
        }
        r = r * 65536 + BE16(*(u16 *)(p + 2));
    } else if (proto == 6) {
        if (p + 20 > e) {
            return 1;
        }
        r += BE16(*(u16 *)(p + 2)) + (p[13] << 16);
    } else {
        return 4;
    }
    return r;
}
