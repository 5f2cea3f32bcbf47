/* SPDX-License-Identifier: Apache-2.0 */
/* What the ARM run-time ABI (RTABI32) names differently or returns in its own registers. */
#include "libcalls/libcalls.h"

#if defined(__arm__)

uint32_t __aeabi_uidiv(uint32_t dividend, uint32_t divisor);
int32_t __aeabi_idiv(int32_t dividend, int32_t divisor);
uint64_t __aeabi_uidivmod(uint32_t dividend, uint32_t divisor);
uint64_t __aeabi_idivmod(int32_t dividend, int32_t divisor);
void __aeabi_uldivmod(void);
void __aeabi_ldivmod(void);
int64_t bpf_aot_divide64_signed(int64_t dividend, int64_t divisor, int64_t *remainder);

/* Quotient in r0 and remainder in r1: the registers of a 64-bit result. */
static uint64_t pair(uint32_t quotient, uint32_t remainder) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (uint64_t)quotient << 32 | remainder;
#else
    return (uint64_t)remainder << 32 | quotient;
#endif
}

RT_WEAK uint32_t __aeabi_uidiv(uint32_t dividend, uint32_t divisor) {
    return bpf_aot_divide32(dividend, divisor).quotient;
}

RT_WEAK uint64_t __aeabi_uidivmod(uint32_t dividend, uint32_t divisor) {
    struct rt_div32 result = bpf_aot_divide32(dividend, divisor);
    return pair(result.quotient, result.remainder);
}

static struct rt_div32 divide_signed(int32_t dividend, int32_t divisor) {
    uint32_t n = dividend < 0 ? -(uint32_t)dividend : (uint32_t)dividend;
    uint32_t d = divisor < 0 ? -(uint32_t)divisor : (uint32_t)divisor;
    struct rt_div32 result = bpf_aot_divide32(n, d);
    if ((dividend ^ divisor) < 0) {
        result.quotient = -result.quotient;
    }
    if (dividend < 0) {
        result.remainder = -result.remainder;
    }
    return result;
}

RT_WEAK uint64_t __aeabi_idivmod(int32_t dividend, int32_t divisor) {
    struct rt_div32 result = divide_signed(dividend, divisor);
    return pair(result.quotient, result.remainder);
}

RT_WEAK int32_t __aeabi_idiv(int32_t dividend, int32_t divisor) {
    return (int32_t)divide_signed(dividend, divisor).quotient;
}

int64_t bpf_aot_divide64_signed(int64_t dividend, int64_t divisor, int64_t *remainder) {
    uint64_t n = dividend < 0 ? -(uint64_t)dividend : (uint64_t)dividend;
    uint64_t d = divisor < 0 ? -(uint64_t)divisor : (uint64_t)divisor;
    uint64_t rest;
    uint64_t quotient = bpf_aot_divide64(n, d, &rest);
    *remainder = (int64_t)(dividend < 0 ? -rest : rest);
    return (int64_t)((dividend ^ divisor) < 0 ? -quotient : quotient);
}

/* Quotient in r0:r1 and remainder in r2:r3. The C function's pointer argument is the fifth word,
 * on the stack; the remainder's place lies above it. */
#define DIVMOD(function)                                                                           \
    __asm__ volatile("push {r4, lr}\n\t"                                                           \
                     "sub sp, sp, #16\n\t"                                                         \
                     "add r4, sp, #8\n\t"                                                          \
                     "str r4, [sp]\n\t"                                                            \
                     "bl " #function "\n\t"                                                        \
                     "ldr r2, [sp, #8]\n\t"                                                        \
                     "ldr r3, [sp, #12]\n\t"                                                       \
                     "add sp, sp, #16\n\t"                                                         \
                     "pop {r4, pc}")

RT_WEAK __attribute__((naked)) void __aeabi_uldivmod(void) {
    DIVMOD(bpf_aot_divide64);
}

RT_WEAK __attribute__((naked)) void __aeabi_ldivmod(void) {
    DIVMOD(bpf_aot_divide64_signed);
}

#endif
