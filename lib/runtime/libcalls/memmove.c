/* SPDX-License-Identifier: Apache-2.0 */
/* Forwards when the target lies below the source or does not overlap it, else backwards. The
 * forward case does not use memcpy: a libc's may copy in any order. */
#include "libcalls/libcalls.h"

static void copy_up(unsigned char *to, const unsigned char *from, size_t size_bytes) {
    if (((uintptr_t)to - (uintptr_t)from) % sizeof(rt_word) == 0) {
        for (; size_bytes && (uintptr_t)to % sizeof(rt_word); size_bytes--) {
            *to++ = *from++;
        }
        for (; size_bytes >= sizeof(rt_word); size_bytes -= sizeof(rt_word)) {
            *(rt_aligned_word *)to = *(const rt_aligned_word *)from;
            to += sizeof(rt_word);
            from += sizeof(rt_word);
        }
    }
    while (size_bytes--) {
        *to++ = *from++;
    }
}

static void copy_down(unsigned char *to, const unsigned char *from, size_t size_bytes) {
    to += size_bytes;
    from += size_bytes;
    if (((uintptr_t)to - (uintptr_t)from) % sizeof(rt_word) == 0) {
        for (; size_bytes && (uintptr_t)to % sizeof(rt_word); size_bytes--) {
            *--to = *--from;
        }
        for (; size_bytes >= sizeof(rt_word); size_bytes -= sizeof(rt_word)) {
            to -= sizeof(rt_word);
            from -= sizeof(rt_word);
            *(rt_aligned_word *)to = *(const rt_aligned_word *)from;
        }
    }
    while (size_bytes--) {
        *--to = *--from;
    }
}

RT_WEAK void *memmove(void *to, const void *from, size_t size_bytes) {
    if ((uintptr_t)to - (uintptr_t)from >= size_bytes) {
        copy_up(to, from, size_bytes);
    } else {
        copy_down(to, from, size_bytes);
    }
    return to;
}
