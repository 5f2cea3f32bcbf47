/* SPDX-License-Identifier: Apache-2.0 */
/* What a test's main needs of Linux on every target, without a C library: a start that hands over
 * the initial stack pointer, write and exit. */
#ifndef FREESTANDING_H
#define FREESTANDING_H

#include <stdint.h>

struct test_case {
    const char *name;
    uint64_t (*run)(void *mem, uint64_t size);
    void *mem; /* 16-byte aligned, used by this test alone; NULL: none */
    uint64_t mem_bytes;
};
extern const struct test_case test_cases[];
extern const unsigned test_case_count;

#if defined(__mips64)
enum { SYS_WRITE = 5001, SYS_EXIT = 5205 };
#elif defined(__mips__)
enum { SYS_WRITE = 4004, SYS_EXIT = 4246 };
#elif defined(__arm__)
enum { SYS_WRITE = 4, SYS_EXIT = 248 };
#elif defined(__riscv) || defined(__aarch64__)
enum { SYS_WRITE = 64, SYS_EXIT = 94 };
#elif defined(__x86_64__)
enum { SYS_WRITE = 1, SYS_EXIT = 231 };
#else
#error "freestanding.h has no system calls for this target"
#endif

static inline long system_call(long number, long a, long b, long c) {
#if defined(__mips__)
    register long v0 __asm__("$2") = number;
    register long a0 __asm__("$4") = a, a1 __asm__("$5") = b, a2 __asm__("$6") = c;
    register long a3 __asm__("$7");
    __asm__ volatile("syscall"
                     : "+r"(v0), "=r"(a3)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24",
                       "$25", "memory");
    return a3 ? -v0 : v0;
#elif defined(__arm__)
    register long r7 __asm__("r7") = number;
    register long r0 __asm__("r0") = a, r1 __asm__("r1") = b, r2 __asm__("r2") = c;
    __asm__ volatile("svc #0" : "+r"(r0) : "r"(r1), "r"(r2), "r"(r7) : "memory");
    return r0;
#elif defined(__riscv)
    register long a7 __asm__("a7") = number;
    register long a0 __asm__("a0") = a, a1 __asm__("a1") = b, a2 __asm__("a2") = c;
    __asm__ volatile("ecall" : "+r"(a0) : "r"(a1), "r"(a2), "r"(a7) : "memory");
    return a0;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = number;
    register long x0 __asm__("x0") = a, x1 __asm__("x1") = b, x2 __asm__("x2") = c;
    __asm__ volatile("svc #0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x8) : "memory");
    return x0;
#else
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(number), "D"(a), "S"(b), "d"(c)
                     : "rcx", "r11", "memory");
    return result;
#endif
}

/* The stack is aligned as each ABI asks, and o32 gets room for its four argument words. */
#if defined(__mips64)
#define START_CODE                                                                                 \
    ".globl __start\n.set noreorder\n__start:\n_start:\n move $4,$29\n li $5,-16\n"                \
    " and $29,$29,$5\n daddiu $29,$29,-32\n jal start\n nop\n.set reorder\n"
#elif defined(__mips__)
#define START_CODE                                                                                 \
    ".globl __start\n.set noreorder\n__start:\n_start:\n move $4,$29\n li $5,-16\n"                \
    " and $29,$29,$5\n addiu $29,$29,-32\n jal start\n nop\n.set reorder\n"
#elif defined(__arm__)
#define START_CODE ".arm\n_start:\n mov r0,sp\n bic r1,r0,#15\n mov sp,r1\n bl start\n"
#elif defined(__riscv)
#define START_CODE                                                                                 \
    "_start:\n.option push\n.option norelax\n la gp,__global_pointer$\n.option pop\n"              \
    " mv a0,sp\n andi sp,sp,-16\n call start\n"
#elif defined(__aarch64__)
#define START_CODE "_start:\n mov x0,sp\n and sp,x0,#-16\n bl start\n"
#else
#define START_CODE "_start:\n mov %rsp,%rdi\n and $-16,%rsp\n call start\n"
#endif

#endif
