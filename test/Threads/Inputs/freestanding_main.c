/* SPDX-License-Identifier: Apache-2.0 */
/* Threads without a C library, for targets that have none here: clone with what qemu-user takes for
 * a thread, a stack each, and a flag each when it is done. */
#include "freestanding.h"
#include "run_atomics.h"

enum { THREAD_FLAGS = 0x50f00 }; /* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM */
enum { STACK_BYTES = 65536, NUMBER_AT = 16 };

#if defined(__mips__) && !defined(__mips64)
enum { SYS_CLONE = 4120, SYS_YIELD = 4162, SYS_EXIT_THREAD = 4001 };
#elif defined(__arm__)
enum { SYS_CLONE = 120, SYS_YIELD = 158, SYS_EXIT_THREAD = 1 };
#elif defined(__riscv) || defined(__aarch64__)
enum { SYS_CLONE = 220, SYS_YIELD = 124, SYS_EXIT_THREAD = 93 };
#else
enum { SYS_CLONE = 56, SYS_YIELD = 24, SYS_EXIT_THREAD = 60 };
#endif

void start(const long *stack);
void thread_main(u32 number);

static uint8_t stacks[THREADS][STACK_BYTES] __attribute__((aligned(16)));
static volatile uint8_t done[THREADS];

__attribute__((used, noreturn)) void thread_main(u32 number) {
    run_thread(number);
    done[number] = 1;
    for (;;) {
        system_call(SYS_EXIT_THREAD, 0, 0, 0);
    }
}

/* The new thread begins with nothing but its stack pointer: its number stands there. */
#if defined(__mips__)
__asm__(".text\n.set noreorder\nchild:\n lw $4,16($29)\n jal thread_main\n nop\n.set reorder\n");
#define CLONE                                                                                      \
    ".set noreorder\nsyscall\nbnez $7,1f\n nop\nbnez $2,1f\n nop\nj child\n nop\n1:\n.set reorder"
#elif defined(__thumb__)
__asm__(".text\n.thumb\n.thumb_func\nchild:\n ldr r0,[sp,#16]\n bl thread_main\n");
#define CLONE "svc #0\ncmp r0,#0\nbeq child"
#elif defined(__arm__)
__asm__(".text\n.arm\nchild:\n ldr r0,[sp,#16]\n bl thread_main\n");
#define CLONE "svc #0\ncmp r0,#0\nbeq child"
#elif defined(__riscv)
__asm__(".text\nchild:\n lw a0,16(sp)\n call thread_main\n");
#define CLONE "ecall\nbnez a0,1f\nj child\n1:"
#elif defined(__aarch64__)
__asm__(".text\nchild:\n ldr w0,[sp,#16]\n bl thread_main\n");
#define CLONE "svc #0\ncbz x0,child"
#else
__asm__(".text\nchild:\n mov 16(%rsp),%edi\n call thread_main\n");
#define CLONE "syscall\ntest %%rax,%%rax\njz child"
#endif

/* Like system_call, but that the new thread does not come back from it. */
static long clone_thread(void *stack) {
#if defined(__mips__)
    register long v0 __asm__("$2") = SYS_CLONE;
    register long a0 __asm__("$4") = THREAD_FLAGS, a1 __asm__("$5") = (long)stack;
    register long a2 __asm__("$6") = 0, a3 __asm__("$7") = 0;
    __asm__ volatile(CLONE
                     : "+r"(v0), "+r"(a3)
                     : "r"(a0), "r"(a1), "r"(a2)
                     : "$1", "$3", "$8", "$9", "$10", "$11", "$12", "$13", "$14", "$15", "$24",
                       "$25", "memory");
    return a3 ? -v0 : v0;
#elif defined(__arm__)
    register long r7 __asm__("r7") = SYS_CLONE;
    register long r0 __asm__("r0") = THREAD_FLAGS, r1 __asm__("r1") = (long)stack;
    register long r2 __asm__("r2") = 0, r3 __asm__("r3") = 0, r4 __asm__("r4") = 0;
    __asm__ volatile(CLONE
                     : "+r"(r0)
                     : "r"(r1), "r"(r2), "r"(r3), "r"(r4), "r"(r7)
                     : "memory", "cc");
    return r0;
#elif defined(__riscv)
    register long a7 __asm__("a7") = SYS_CLONE;
    register long a0 __asm__("a0") = THREAD_FLAGS, a1 __asm__("a1") = (long)stack;
    register long a2 __asm__("a2") = 0, a3 __asm__("a3") = 0, a4 __asm__("a4") = 0;
    __asm__ volatile(CLONE : "+r"(a0) : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a7) : "memory");
    return a0;
#elif defined(__aarch64__)
    register long x8 __asm__("x8") = SYS_CLONE;
    register long x0 __asm__("x0") = THREAD_FLAGS, x1 __asm__("x1") = (long)stack;
    register long x2 __asm__("x2") = 0, x3 __asm__("x3") = 0, x4 __asm__("x4") = 0;
    __asm__ volatile(CLONE : "+r"(x0) : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x8) : "memory");
    return x0;
#else
    long result;
    __asm__ volatile(CLONE
                     : "=a"(result)
                     : "a"(SYS_CLONE), "D"(THREAD_FLAGS), "S"(stack), "d"(0)
                     : "rcx", "r11", "memory");
    return result;
#endif
}

static void wait_for(unsigned number) {
    while (!done[number]) {
        system_call(SYS_YIELD, 0, 0, 0);
    }
}

static void finish(char result) {
    char text[] = "wrong: ?\n";
    text[7] = result;
    system_call(SYS_WRITE, 1, (long)text, 9);
    for (;;) {
        system_call(SYS_EXIT, result != '0', 0, 0);
    }
}

__attribute__((used, noreturn)) void start(const long *stack) {
    (void)stack;
    for (unsigned i = 0; i < THREADS; i++) {
        uint8_t *top = stacks[i] + STACK_BYTES - 64;
        *(u32 *)(top + NUMBER_AT) = i;
        if (clone_thread(top) < 0) {
            finish('c');
        }
    }
    for (unsigned i = 0; i < THREADS; i++) {
        wait_for(i);
    }
    for (;;) {
        finish((char)('0' + first_wrong()));
    }
}

__asm__(".text\n.globl _start\n" START_CODE);
