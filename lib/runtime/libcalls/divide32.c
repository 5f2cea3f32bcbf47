/* SPDX-License-Identifier: Apache-2.0 */
/* 32-bit division for machines without the instruction (ARMv7-A before the idiv extension):
 * shift and subtract, beginning at the first quotient bit that can be set. */
#include "libcalls/libcalls.h"

struct rt_div32 bpf_aot_divide32(uint32_t dividend, uint32_t divisor) {
    struct rt_div32 result = {0, dividend};
    if (divisor == 0 || dividend < divisor) {
        return result;
    }
    int shift = __builtin_clz(divisor) - __builtin_clz(dividend);
    divisor <<= shift;
    for (; shift >= 0; shift--) {
        result.quotient <<= 1;
        if (result.remainder >= divisor) {
            result.remainder -= divisor;
            result.quotient |= 1;
        }
        divisor >>= 1;
    }
    return result;
}
