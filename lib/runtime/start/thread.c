/* SPDX-License-Identifier: Apache-2.0 */
/* Threads without libc: clone, and words to wait for. The assembly is what C cannot say: the new
 * thread comes back from the same call with another stack. */
#include "start/sys.h"
#include "start/syscall.h"

/* uapi linux/sched.h: VM FS FILES SIGHAND THREAD SYSVSEM, and CHILD_CLEARTID, which makes the
 * kernel clear and wake the word when the thread has left its stack. */
#define THREAD_FLAGS (0x100l | 0x200l | 0x400l | 0x800l | 0x10000l | 0x40000l | 0x200000l)

/* What the new thread finds on its stack. */
struct first {
    void (*start)(const struct first *first);
    const struct first *self;
    void (*run)(void *);
    void *argument;
};

/* The thread jumps to stack[0] with stack[1]; the result is clone's. */
long bpf_aot_sys_clone(long flags, struct first *stack, uint32_t *cleared);

#define BEGIN(kind)                                                                                \
    ".text\n"                                                                                      \
    ".hidden bpf_aot_sys_clone\n"                                                                  \
    ".globl bpf_aot_sys_clone\n"                                                                   \
    ".type bpf_aot_sys_clone, " kind "function\n"

#if defined(__mips64)
__asm__(BEGIN("@") "bpf_aot_sys_clone:\n"
                   "    .set push\n"
                   "    .set noreorder\n"
                   "    move $8, $6\n"
                   "    li $2, 5055\n"
                   "    syscall\n"
                   "    bnez $7, 1f\n"
                   "    nop\n"
                   "    beqz $2, 2f\n"
                   "    nop\n"
                   "    jr $31\n"
                   "    nop\n"
                   "1:  jr $31\n"
                   "    dsubu $2, $0, $2\n"
                   "2:  ld $25, 0($29)\n"
                   "    ld $4, 8($29)\n"
                   "    jr $25\n"
                   "    move $31, $0\n"
                   "    .set pop\n");
#elif defined(__mips__)
/* The fifth argument lies behind the four slots of the registers'. */
__asm__(BEGIN("@") "bpf_aot_sys_clone:\n"
                   "    .set push\n"
                   "    .set noreorder\n"
                   "    addiu $29, $29, -32\n"
                   "    sw $6, 16($29)\n"
                   "    li $2, 4120\n"
                   "    syscall\n"
                   "    bnez $7, 1f\n"
                   "    nop\n"
                   "    beqz $2, 2f\n"
                   "    nop\n"
                   "    jr $31\n"
                   "    addiu $29, $29, 32\n"
                   "1:  subu $2, $0, $2\n"
                   "    jr $31\n"
                   "    addiu $29, $29, 32\n"
                   "2:  lw $25, 0($29)\n"
                   "    lw $4, 4($29)\n"
                   "    addiu $29, $29, -32\n"
                   "    jr $25\n"
                   "    move $31, $0\n"
                   "    .set pop\n");
#elif defined(__arm__)
__asm__(BEGIN("%") ".arm\n"
                   "bpf_aot_sys_clone:\n"
                   "    push {r4, r7}\n"
                   "    mov r4, r2\n"
                   "    mov r7, #120\n"
                   "    svc #0\n"
                   "    cmp r0, #0\n"
                   "    beq 1f\n"
                   "    pop {r4, r7}\n"
                   "    bx lr\n"
                   "1:  ldr r1, [sp]\n"
                   "    ldr r0, [sp, #4]\n"
                   "    bx r1\n");
#elif defined(__aarch64__)
__asm__(BEGIN("%") "bpf_aot_sys_clone:\n"
                   "    mov x4, x2\n"
                   "    mov x8, #220\n"
                   "    svc #0\n"
                   "    cbz x0, 1f\n"
                   "    ret\n"
                   "1:  ldp x1, x0, [sp]\n"
                   "    mov x29, #0\n"
                   "    mov x30, #0\n"
                   "    br x1\n");
#elif defined(__riscv)
#if __riscv_xlen == 64
#define LOAD   "ld"
#define SECOND "8"
#else
#define LOAD   "lw"
#define SECOND "4"
#endif
__asm__(BEGIN("@") "bpf_aot_sys_clone:\n"
                   "    mv a4, a2\n"
                   "    li a7, 220\n"
                   "    ecall\n"
                   "    beqz a0, 1f\n"
                   "    ret\n"
                   "1:  " LOAD " a1, 0(sp)\n"
                   "    " LOAD " a0, " SECOND "(sp)\n"
                   "    jr a1\n");
#elif defined(__x86_64__)
__asm__(BEGIN("@") "bpf_aot_sys_clone:\n"
                   "    mov %rdx, %r10\n"
                   "    mov $56, %eax\n"
                   "    syscall\n"
                   "    test %eax, %eax\n"
                   "    jz 1f\n"
                   "    ret\n"
                   "1:  pop %rax\n"
                   "    pop %rdi\n"
                   "    call *%rax\n");
#else
#error "this target has no clone"
#endif

static _Noreturn void start(const struct first *first) {
    first->run(first->argument);
    for (;;) {
        struct rt_call call = {SYS_exit, {0}};
        rt_syscall(&call);
    }
}

long bpf_aot_sys_thread(void *stack_end, uint32_t *running, void (*run)(void *), void *argument) {
    struct first *first = (struct first *)(((uintptr_t)stack_end & ~(uintptr_t)15) - 64);
    *first = (struct first){start, first, run, argument};
    *running = 1;
    long result = bpf_aot_sys_clone(THREAD_FLAGS, first, running);
    if (result < 0) {
        *running = 0;
    }
    return result;
}

enum {
    FUTEX_WAIT = 0,
    FUTEX_WAKE = 1,
    EVERYBODY = 0x7fffffff,
#if defined(__riscv) && __riscv_xlen == 32
    FUTEX = SYS_futex_time64, /* the only one that riscv32 has */
#else
    FUTEX = SYS_futex,
#endif
};

void bpf_aot_sys_wait_word(uint32_t *word, uint32_t value) {
    struct rt_call call = {FUTEX, {(long)word, FUTEX_WAIT, (long)value, 0}};
    rt_syscall(&call);
}

void bpf_aot_sys_wake_word(uint32_t *word) {
    struct rt_call call = {FUTEX, {(long)word, FUTEX_WAKE, EVERYBODY}};
    rt_syscall(&call);
}
