/* SPDX-License-Identifier: Apache-2.0 */
/* The names by which compilers call 64-bit division on 32-bit machines. */
#include "libcalls/libcalls.h"

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
int64_t __moddi3(int64_t dividend, int64_t divisor);

RT_WEAK uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder) {
    uint64_t rest;
    uint64_t quotient = bpf_aot_divide64(dividend, divisor, &rest);
    if (remainder) {
        *remainder = rest;
    }
    return quotient;
}

RT_WEAK uint64_t __udivdi3(uint64_t dividend, uint64_t divisor) {
    uint64_t rest;
    return bpf_aot_divide64(dividend, divisor, &rest);
}

RT_WEAK uint64_t __umoddi3(uint64_t dividend, uint64_t divisor) {
    uint64_t rest;
    bpf_aot_divide64(dividend, divisor, &rest);
    return rest;
}

static uint64_t magnitude(int64_t value) {
    return value < 0 ? -(uint64_t)value : (uint64_t)value;
}

/* The smallest number divided by -1 wraps to itself, as BPF wants. */
RT_WEAK int64_t __divdi3(int64_t dividend, int64_t divisor) {
    uint64_t rest;
    uint64_t quotient = bpf_aot_divide64(magnitude(dividend), magnitude(divisor), &rest);
    return (int64_t)((dividend ^ divisor) < 0 ? -quotient : quotient);
}

RT_WEAK int64_t __moddi3(int64_t dividend, int64_t divisor) {
    uint64_t rest;
    bpf_aot_divide64(magnitude(dividend), magnitude(divisor), &rest);
    return (int64_t)(dividend < 0 ? -rest : rest);
}
