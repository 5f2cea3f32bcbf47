/* SPDX-License-Identifier: Apache-2.0 */
/* The ARM run-time ABI's names of 64-bit shifts and multiplication, and the unwinder's personality
 * symbols, which objects with unwind tables name though nothing here unwinds. */
#include "libcalls/libcalls.h"

#if defined(__arm__)

uint64_t __ashldi3(uint64_t value, int count);
uint64_t __lshrdi3(uint64_t value, int count);
int64_t __ashrdi3(int64_t value, int count);
uint64_t __muldi3(uint64_t left, uint64_t right);
uint64_t __aeabi_llsl(uint64_t value, int count);
uint64_t __aeabi_llsr(uint64_t value, int count);
int64_t __aeabi_lasr(int64_t value, int count);
uint64_t __aeabi_lmul(uint64_t left, uint64_t right);
void __aeabi_unwind_cpp_pr0(void);
void __aeabi_unwind_cpp_pr1(void);

RT_WEAK uint64_t __aeabi_llsl(uint64_t value, int count) {
    return __ashldi3(value, count);
}

RT_WEAK uint64_t __aeabi_llsr(uint64_t value, int count) {
    return __lshrdi3(value, count);
}

RT_WEAK int64_t __aeabi_lasr(int64_t value, int count) {
    return __ashrdi3(value, count);
}

RT_WEAK uint64_t __aeabi_lmul(uint64_t left, uint64_t right) {
    return __muldi3(left, right);
}

RT_WEAK void __aeabi_unwind_cpp_pr0(void) {
}

RT_WEAK void __aeabi_unwind_cpp_pr1(void) {
}

#endif
