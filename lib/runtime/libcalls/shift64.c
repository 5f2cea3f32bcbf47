/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit shifts and multiplication by 32-bit halves: a plain 64-bit operator here could compile
 * into the very call that it implements. */
#include "libcalls/libcalls.h"

union rt_halves {
    uint64_t all;
    struct {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        uint32_t high, low;
#else
        uint32_t low, high;
#endif
    };
};

uint64_t __ashldi3(uint64_t value, int count);
uint64_t __lshrdi3(uint64_t value, int count);
int64_t __ashrdi3(int64_t value, int count);
uint64_t __muldi3(uint64_t left, uint64_t right);

RT_WEAK uint64_t __ashldi3(uint64_t value, int count) {
    union rt_halves in = {value}, out;
    if (count & 32) {
        out.high = in.low << (count & 31);
        out.low = 0;
    } else {
        /* Two steps: a shift by 32 - 0 is undefined. */
        out.high = in.high << count | in.low >> 1 >> (31 - count);
        out.low = in.low << count;
    }
    return out.all;
}

RT_WEAK uint64_t __lshrdi3(uint64_t value, int count) {
    union rt_halves in = {value}, out;
    if (count & 32) {
        out.low = in.high >> (count & 31);
        out.high = 0;
    } else {
        out.low = in.low >> count | in.high << 1 << (31 - count);
        out.high = in.high >> count;
    }
    return out.all;
}

RT_WEAK int64_t __ashrdi3(int64_t value, int count) {
    union rt_halves in = {(uint64_t)value}, out;
    if (count & 32) {
        out.low = (uint32_t)((int32_t)in.high >> (count & 31));
        out.high = (uint32_t)((int32_t)in.high >> 31);
    } else {
        out.low = in.low >> count | in.high << 1 << (31 - count);
        out.high = (uint32_t)((int32_t)in.high >> count);
    }
    return (int64_t)out.all;
}

RT_WEAK uint64_t __muldi3(uint64_t left, uint64_t right) {
    union rt_halves l = {left}, r = {right}, out;
    uint32_t low_low = (l.low & 0xffff) * (r.low & 0xffff);
    uint32_t low_high = (l.low & 0xffff) * (r.low >> 16);
    uint32_t high_low = (l.low >> 16) * (r.low & 0xffff);
    uint32_t middle = (low_low >> 16) + (low_high & 0xffff) + (high_low & 0xffff);
    out.low = (low_low & 0xffff) | middle << 16;
    out.high = (l.low >> 16) * (r.low >> 16) + (low_high >> 16) + (high_low >> 16) + (middle >> 16);
    out.high += l.low * r.high + l.high * r.low;
    return out.all;
}
