/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit FNV-1a over up to 128 bytes, byte by byte. */
#include "../bench.h"

PROG {
    u8 *p = DATA(ctx), *e = END(ctx);
    u64 h = 0xcbf29ce484222325ull;
    int i;
    NO_UNROLL
    for (i = 0; i < 128; i++) {
        if (p + i + 1 > e) {
            break;
        }
        h = (h ^ p[i]) * 0x100000001b3ull;
    }
    return FOLD(h);
}
