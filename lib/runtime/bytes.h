/* SPDX-License-Identifier: Apache-2.0 */
/* Byte access for keys and packets, whose alignment nobody promises. */
#ifndef BPF_AOT_RUNTIME_BYTES_H
#define BPF_AOT_RUNTIME_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "libcalls/libcalls.h"

static inline uint32_t rt_load32(const void *bytes) {
    uint32_t value;
    __builtin_memcpy(&value, bytes, sizeof(value));
    return value;
}

static inline bool rt_is_aligned(const void *bytes, size_t alignment) {
    return ((uintptr_t)bytes & (alignment - 1)) == 0;
}

static inline size_t rt_round8(uint32_t bytes) {
    return ((size_t)bytes + 7) & ~(size_t)7;
}

#endif
