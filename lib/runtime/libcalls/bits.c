/* SPDX-License-Identifier: Apache-2.0 */
/* Counting and swapping for machines without the instructions. By tables: compilers recognise
 * the usual bit tricks and turn them into calls of these very functions. */
#include "libcalls/libcalls.h"

uint32_t __bswapsi2(uint32_t value);
uint64_t __bswapdi2(uint64_t value);
int __clzsi2(uint32_t value);
int __clzdi2(uint64_t value);
int __ctzsi2(uint32_t value);
int __ctzdi2(uint64_t value);
int __popcountsi2(uint32_t value);
int __popcountdi2(uint64_t value);

static const uint8_t ones[16] = {0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4};
static const uint8_t leading[16] = {4, 3, 2, 2, 1, 1, 1, 1};

/* The barrier hides from the compiler what the whole computes. */
static uint32_t hidden(uint32_t value) {
    __asm__("" : "+r"(value));
    return value;
}

RT_WEAK uint32_t __bswapsi2(uint32_t value) {
    uint32_t halves = hidden(value << 16 | value >> 16);
    return (halves & 0x00ff00ff) << 8 | hidden(halves >> 8 & 0x00ff00ff);
}

RT_WEAK uint64_t __bswapdi2(uint64_t value) {
    uint32_t high = __bswapsi2((uint32_t)value);
    return (uint64_t)high << 32 | __bswapsi2((uint32_t)(value >> 32));
}

RT_WEAK int __clzsi2(uint32_t value) {
    int count = 0;
    for (int bits = 16; bits >= 4; bits >>= 1) {
        if (hidden(value) >> (32 - bits) == 0) {
            count += bits;
            value <<= bits;
        }
    }
    return count + leading[value >> 28];
}

RT_WEAK int __clzdi2(uint64_t value) {
    uint32_t high = (uint32_t)(value >> 32);
    return high ? __clzsi2(high) : 32 + __clzsi2((uint32_t)value);
}

RT_WEAK int __ctzsi2(uint32_t value) {
    return 31 - __clzsi2(value & -hidden(value));
}

RT_WEAK int __ctzdi2(uint64_t value) {
    uint32_t low = (uint32_t)value;
    return low ? __ctzsi2(low) : 32 + __ctzsi2((uint32_t)(value >> 32));
}

RT_WEAK int __popcountsi2(uint32_t value) {
    int count = 0;
    for (; value; value = hidden(value >> 4)) {
        count += ones[value & 15];
    }
    return count;
}

RT_WEAK int __popcountdi2(uint64_t value) {
    return __popcountsi2((uint32_t)value) + __popcountsi2((uint32_t)(value >> 32));
}
