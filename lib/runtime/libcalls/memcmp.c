/* SPDX-License-Identifier: Apache-2.0 */
#include "libcalls/libcalls.h"

RT_WEAK int memcmp(const void *left, const void *right, size_t size_bytes) {
    const unsigned char *l = left;
    const unsigned char *r = right;
    if (((uintptr_t)l | (uintptr_t)r) % sizeof(rt_word) == 0) {
        /* Equal words are skipped; the bytes of the first different one decide below. */
        while (size_bytes >= sizeof(rt_word) &&
               *(const rt_aligned_word *)l == *(const rt_aligned_word *)r) {
            l += sizeof(rt_word);
            r += sizeof(rt_word);
            size_bytes -= sizeof(rt_word);
        }
    }
    for (; size_bytes; size_bytes--, l++, r++) {
        if (*l != *r) {
            return *l - *r;
        }
    }
    return 0;
}
