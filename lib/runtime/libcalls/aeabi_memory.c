/* SPDX-License-Identifier: Apache-2.0 */
/* The ARM run-time ABI's memory functions. The 4 and 8 variants promise alignment only; note the
 * order of memset's arguments. */
#include "libcalls/libcalls.h"

#if defined(__arm__)

#define COPY(name, function)                                                                       \
    void name(void *to, const void *from, size_t size_bytes);                                      \
    RT_WEAK void name(void *to, const void *from, size_t size_bytes) {                             \
        function(to, from, size_bytes);                                                            \
    }
#define SET(name)                                                                                  \
    void name(void *to, size_t size_bytes, int byte);                                              \
    RT_WEAK void name(void *to, size_t size_bytes, int byte) {                                     \
        memset(to, byte, size_bytes);                                                              \
    }
#define CLEAR(name)                                                                                \
    void name(void *to, size_t size_bytes);                                                        \
    RT_WEAK void name(void *to, size_t size_bytes) {                                               \
        memset(to, 0, size_bytes);                                                                 \
    }

COPY(__aeabi_memcpy, memcpy)
COPY(__aeabi_memcpy4, memcpy)
COPY(__aeabi_memcpy8, memcpy)
COPY(__aeabi_memmove, memmove)
COPY(__aeabi_memmove4, memmove)
COPY(__aeabi_memmove8, memmove)
SET(__aeabi_memset)
SET(__aeabi_memset4)
SET(__aeabi_memset8)
CLEAR(__aeabi_memclr)
CLEAR(__aeabi_memclr4)
CLEAR(__aeabi_memclr8)

#endif
