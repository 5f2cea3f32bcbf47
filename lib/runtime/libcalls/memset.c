/* SPDX-License-Identifier: Apache-2.0 */
#include "libcalls/libcalls.h"

RT_WEAK void *memset(void *to, int byte, size_t size_bytes) {
    unsigned char *t = to;
    unsigned char value = (unsigned char)byte;
    for (; size_bytes && (uintptr_t)t % sizeof(rt_word); size_bytes--) {
        *t++ = value;
    }
    rt_word word = ~(rt_word)0 / 255 * value; /* the byte in every place */
    for (; size_bytes >= sizeof(rt_word); size_bytes -= sizeof(rt_word)) {
        *(rt_aligned_word *)t = word;
        t += sizeof(rt_word);
    }
    while (size_bytes--) {
        *t++ = value;
    }
    return to;
}
