/* SPDX-License-Identifier: Apache-2.0 */
/* 64-bit division out of 32-bit divisions: schoolbook long division in base 2^16 for divisors of
 * one 32-bit digit, and one estimate with a correction for longer ones (Knuth, volume 2, 4.3.1).
 * Written for 32-bit machines; correct on all, so that every target tests it. */
#include "libcalls/libcalls.h"

/* One base 2^16 digit: divides high:digit, where high < divisor and the divisor's top bit is set.
 * The first estimate is at most 2 too large. */
static uint32_t digit_of(uint32_t high, uint32_t digit, uint32_t divisor, uint32_t *rest) {
    uint32_t divisor_high = divisor >> 16;
    uint32_t divisor_low = divisor & 0xffff;
    uint32_t estimate = high / divisor_high;
    uint32_t left = high - estimate * divisor_high;
    while (estimate >> 16 || estimate * divisor_low > (left << 16 | digit)) {
        estimate--;
        left += divisor_high;
        if (left >> 16) {
            break;
        }
    }
    *rest = (high << 16 | digit) - estimate * divisor;
    return estimate;
}

/* high:low / divisor where high < divisor, so that the quotient fits 32 bits. */
static uint32_t divide_digits(uint32_t high, uint32_t low, uint32_t divisor, uint32_t *remainder) {
    if (high == 0) {
        uint32_t quotient = low / divisor;
        *remainder = low - quotient * divisor;
        return quotient;
    }
    if (divisor >> 16 == 0) {
        uint32_t part = high << 16 | low >> 16;
        uint32_t first = part / divisor;
        part = (part - first * divisor) << 16 | (low & 0xffff);
        uint32_t second = part / divisor;
        *remainder = part - second * divisor;
        return first << 16 | second;
    }
    int shift = __builtin_clz(divisor);
    if (shift) {
        divisor <<= shift;
        high = high << shift | low >> (32 - shift);
        low <<= shift;
    }
    uint32_t rest;
    uint32_t first = digit_of(high, low >> 16, divisor, &rest);
    uint32_t second = digit_of(rest, low & 0xffff, divisor, &rest);
    *remainder = rest >> shift;
    return first << 16 | second;
}

/* The quotient by a divisor of more than 32 bits, which has at most 32 bits itself. Dividing the
 * halved dividend by the divisor's top 32 bits is at most 1 too large; one less is never too
 * large and at most 1 too small. */
static uint32_t divide_long(uint64_t dividend, uint64_t divisor) {
    int shift = __builtin_clz((uint32_t)(divisor >> 32));
    uint32_t top = (uint32_t)((divisor << shift) >> 32);
    uint64_t half = dividend >> 1;
    uint32_t unused;
    uint32_t estimate = divide_digits((uint32_t)(half >> 32), (uint32_t)half, top, &unused);
    estimate = estimate >> (31 - shift);
    if (estimate) {
        estimate--;
    }
    if (dividend - divisor * estimate >= divisor) {
        estimate++;
    }
    return estimate;
}

uint64_t bpf_aot_divide64(uint64_t dividend, uint64_t divisor, uint64_t *remainder) {
    uint32_t high = (uint32_t)(dividend >> 32);
    uint32_t low = (uint32_t)dividend;
    uint32_t divisor_low = (uint32_t)divisor;
    if (divisor > dividend || divisor == 0) {
        *remainder = dividend;
        return 0;
    }
    if (divisor >> 32) {
        uint32_t quotient = divide_long(dividend, divisor);
        *remainder = dividend - divisor * quotient;
        return quotient;
    }
    uint32_t quotient_high = 0;
    if (high >= divisor_low) {
        quotient_high = high / divisor_low;
        high -= quotient_high * divisor_low;
    }
    uint32_t rest;
    uint32_t quotient_low = divide_digits(high, low, divisor_low, &rest);
    *remainder = rest;
    return (uint64_t)quotient_high << 32 | quotient_low;
}
