/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers out of a file in either byte order, at any alignment. */
#ifndef BPF_AOT_SUPPORT_BYTES_H
#define BPF_AOT_SUPPORT_BYTES_H

#include <stdbool.h>
#include <stdint.h>

static inline uint32_t load32(const uint8_t *p, bool big_endian) {
    return big_endian ? (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]
                      : (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
}

static inline uint16_t load16(const uint8_t *p, bool big_endian) {
    return (uint16_t)(big_endian ? p[0] << 8 | p[1] : p[1] << 8 | p[0]);
}

static inline uint64_t load64(const uint8_t *p, bool big_endian) {
    uint64_t first = load32(p, big_endian), second = load32(p + 4, big_endian);
    return big_endian ? first << 32 | second : second << 32 | first;
}

static inline void store32(uint8_t *p, uint32_t value, bool big_endian) {
    for (int i = 0; i < 4; i++) {
        p[i] = (uint8_t)(value >> (big_endian ? 24 - 8 * i : 8 * i));
    }
}

static inline void store64(uint8_t *p, uint64_t value, bool big_endian) {
    for (int i = 0; i < 8; i++) {
        p[i] = (uint8_t)(value >> (big_endian ? 56 - 8 * i : 8 * i));
    }
}

#endif
