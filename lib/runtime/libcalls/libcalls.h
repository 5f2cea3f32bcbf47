/* SPDX-License-Identifier: Apache-2.0 */
/* Functions that a compiler calls on its own. All are weak: with a libc or libgcc in the link,
 * theirs win. Nothing here may compile into a call of itself; cmake/check_libcalls.py sees to it.
 */
#ifndef BPF_AOT_RUNTIME_LIBCALLS_H
#define BPF_AOT_RUNTIME_LIBCALLS_H

#include <stddef.h>
#include <stdint.h>

#define RT_WEAK __attribute__((weak))

void *memcpy(void *to, const void *from, size_t size_bytes);
void *memmove(void *to, const void *from, size_t size_bytes);
void *memset(void *to, int byte, size_t size_bytes);
int memcmp(const void *left, const void *right, size_t size_bytes);
int bcmp(const void *left, const void *right, size_t size_bytes);
size_t strlen(const char *text);

struct rt_div32 {
    uint32_t quotient;
    uint32_t remainder;
};

/* Division by zero yields 0 and the dividend, as in BPF; translated code has its own guard. */
struct rt_div32 bpf_aot_divide32(uint32_t dividend, uint32_t divisor);
uint64_t bpf_aot_divide64(uint64_t dividend, uint64_t divisor, uint64_t *remainder);

/* The largest unit that the machine moves at once, at any address. */
typedef uintptr_t rt_word;
struct __attribute__((packed, may_alias)) rt_unaligned_word {
    rt_word word;
};
typedef rt_word __attribute__((may_alias)) rt_aligned_word;

#endif
