/* SPDX-License-Identifier: Apache-2.0 */
/* Median of sixteen 16-bit words of a packet: insertion sort of an array on the stack. */
#include "headers.h"

enum { COUNT = 16 };

PROG {
    u8 *packet = DATA(ctx), *end = END(ctx);
    if (packet + 14 + COUNT * 2 > end) {
        return XDP_PASS;
    }
    u16 *from = (u16 *)(packet + 14);
    u32 sorted[COUNT];
    NO_UNROLL
    for (u32 i = 0; i < COUNT; i++) {
        u32 value = BE16(from[i]), at = i;
        NO_UNROLL
        for (u32 k = 0; k < COUNT; k++) {
            if (at == 0 || at >= COUNT || sorted[at - 1] <= value) {
                break;
            }
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at & (COUNT - 1)] = value;
    }
    return sorted[COUNT / 2] << 16 | (sorted[COUNT - 1] - sorted[0]);
}
