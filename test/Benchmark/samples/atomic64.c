/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit atomics on the stack. */
#include "../bench.h"

PROG {
    u8 *d = DATA(ctx), *e = END(ctx);
    u64_any *p = (u64_any *)(d + 32);
    u64 v = 5, r = 0;
    int i;
    if (d + 136 > e) {
        return 1;
    }
    NO_UNROLL
    for (i = 0; i < 4; i++) {
        r += __sync_fetch_and_add(&v, p[i]);
        r ^= __sync_fetch_and_xor(&v, p[i + 4]);
        r += __sync_lock_test_and_set(&v, p[i + 8]);
        r += __sync_val_compare_and_swap(&v, p[i + 8], r);
        __sync_fetch_and_add(&v, 3);
    }
    return FOLD(r + v);
}
