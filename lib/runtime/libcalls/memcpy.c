/* SPDX-License-Identifier: Apache-2.0 */
/* By words once the target is aligned; the source may stay unaligned (packets are 2 mod 4). */
#include "libcalls/libcalls.h"

RT_WEAK void *memcpy(void *to, const void *from, size_t size_bytes) {
    unsigned char *t = to;
    const unsigned char *f = from;
    if (size_bytes >= 2 * sizeof(rt_word)) {
        while ((uintptr_t)t % sizeof(rt_word)) {
            *t++ = *f++;
            size_bytes--;
        }
        if ((uintptr_t)f % sizeof(rt_word) == 0) {
            for (; size_bytes >= sizeof(rt_word); size_bytes -= sizeof(rt_word)) {
                *(rt_aligned_word *)t = *(const rt_aligned_word *)f;
                t += sizeof(rt_word);
                f += sizeof(rt_word);
            }
        }
        for (; size_bytes >= sizeof(rt_word); size_bytes -= sizeof(rt_word)) {
            *(rt_aligned_word *)t = ((const struct rt_unaligned_word *)f)->word;
            t += sizeof(rt_word);
            f += sizeof(rt_word);
        }
    }
    while (size_bytes--) {
        *t++ = *f++;
    }
    return to;
}
