/* SPDX-License-Identifier: Apache-2.0 */
/* The system call instruction of every target, as one inline function. */
#ifndef BPF_AOT_RUNTIME_SYSCALL_H
#define BPF_AOT_RUNTIME_SYSCALL_H

#if defined(__mips64)
#define SYSCALL(name, o32, n64, arm, generic, x86_64) SYS_##name = n64,
#elif defined(__mips__)
#define SYSCALL(name, o32, n64, arm, generic, x86_64) SYS_##name = o32,
#elif defined(__arm__)
#define SYSCALL(name, o32, n64, arm, generic, x86_64) SYS_##name = arm,
#elif defined(__riscv) || defined(__aarch64__)
#define SYSCALL(name, o32, n64, arm, generic, x86_64) SYS_##name = generic,
#elif defined(__x86_64__)
#define SYSCALL(name, o32, n64, arm, generic, x86_64) SYS_##name = x86_64,
#else
#error "this target has no column in syscalls.def"
#endif
enum {
#include "start/syscalls.def"
};

struct rt_call {
    long number;
    long args[6];
};

/* The kernel's result: negative errno on failure, on every machine. */
#if defined(__mips__)
static inline long rt_syscall(const struct rt_call *call) {
    register long v0 __asm__("$2") = call->number;
    register long a0 __asm__("$4") = call->args[0];
    register long a1 __asm__("$5") = call->args[1];
    register long a2 __asm__("$6") = call->args[2];
    register long a3 __asm__("$7") = call->args[3];
    register long t0 __asm__("$8") = call->args[4];
    register long t1 __asm__("$9") = call->args[5];
#if defined(__mips64)
    __asm__ volatile("syscall"
#else
    /* o32 takes the fifth and sixth argument from the stack, above the four register slots. */
    __asm__ volatile("addiu $sp, $sp, -32\n\t"
                     "sw %2, 16($sp)\n\t"
                     "sw %3, 20($sp)\n\t"
                     "syscall\n\t"
                     "addiu $sp, $sp, 32"
#endif
                     : "+r"(v0), "+r"(a3), "+r"(t0), "+r"(t1)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$10", "$11", "$12", "$13", "$14", "$15", "$24", "$25",
                       "memory");
    return a3 ? -v0 : v0;
}
#elif defined(__arm__)
static inline long rt_syscall(const struct rt_call *call) {
    register long r7 __asm__("r7") = call->number;
    register long r0 __asm__("r0") = call->args[0];
    register long r1 __asm__("r1") = call->args[1];
    register long r2 __asm__("r2") = call->args[2];
    register long r3 __asm__("r3") = call->args[3];
    register long r4 __asm__("r4") = call->args[4];
    register long r5 __asm__("r5") = call->args[5];
    __asm__ volatile("svc #0"
                     : "+r"(r0)
                     : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r5), "r"(r7)
                     : "memory");
    return r0;
}
#elif defined(__riscv)
static inline long rt_syscall(const struct rt_call *call) {
    register long a7 __asm__("a7") = call->number;
    register long a0 __asm__("a0") = call->args[0];
    register long a1 __asm__("a1") = call->args[1];
    register long a2 __asm__("a2") = call->args[2];
    register long a3 __asm__("a3") = call->args[3];
    register long a4 __asm__("a4") = call->args[4];
    register long a5 __asm__("a5") = call->args[5];
    __asm__ volatile("ecall"
                     : "+r"(a0)
                     : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a5), "r"(a7)
                     : "memory");
    return a0;
}
#elif defined(__aarch64__)
static inline long rt_syscall(const struct rt_call *call) {
    register long x8 __asm__("x8") = call->number;
    register long x0 __asm__("x0") = call->args[0];
    register long x1 __asm__("x1") = call->args[1];
    register long x2 __asm__("x2") = call->args[2];
    register long x3 __asm__("x3") = call->args[3];
    register long x4 __asm__("x4") = call->args[4];
    register long x5 __asm__("x5") = call->args[5];
    __asm__ volatile("svc #0"
                     : "+r"(x0)
                     : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5), "r"(x8)
                     : "memory");
    return x0;
}
#else
static inline long rt_syscall(const struct rt_call *call) {
    register long r10 __asm__("r10") = call->args[3];
    register long r8 __asm__("r8") = call->args[4];
    register long r9 __asm__("r9") = call->args[5];
    long result;
    __asm__ volatile("syscall"
                     : "=a"(result)
                     : "a"(call->number), "D"(call->args[0]), "S"(call->args[1]),
                       "d"(call->args[2]), "r"(r10), "r"(r8), "r"(r9)
                     : "rcx", "r11", "memory");
    return result;
}
#endif

#endif
