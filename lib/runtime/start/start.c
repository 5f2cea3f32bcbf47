/* SPDX-License-Identifier: Apache-2.0 */
/* The entry point of a freestanding executable: aligns the stack and hands the initial one, where
 * argc and argv lie, to C. lld's default entry on MIPS is __start. */
#include "start/sys.h"

#if defined(__mips64)
#define ADDIU "daddiu"
#else
#define ADDIU "addiu"
#endif

#if defined(__mips__)
__asm__(".text\n"
        ".globl _start\n"
        ".globl __start\n"
        ".type _start, @function\n"
        "_start:\n"
        "__start:\n"
        "    .set push\n"
        "    .set noreorder\n"
        "    move $4, $29\n"
        "    li $5, -16\n"
        "    and $29, $29, $5\n"
        "    " ADDIU " $29, $29, -32\n"
        "    move $31, $0\n"
        "    j bpf_aot_start\n"
        "    nop\n"
        "    .set pop\n");
#elif defined(__arm__)
__asm__(".text\n"
        ".globl _start\n"
        ".type _start, %function\n"
        ".arm\n"
        "_start:\n"
        "    mov r0, sp\n"
        "    bic r1, r0, #15\n"
        "    mov sp, r1\n"
        "    bl bpf_aot_start\n");
#elif defined(__aarch64__)
__asm__(".text\n"
        ".globl _start\n"
        ".type _start, %function\n"
        "_start:\n"
        "    mov x0, sp\n"
        "    and sp, x0, #-16\n"
        "    mov x29, #0\n"
        "    mov x30, #0\n"
        "    b bpf_aot_start\n");
#elif defined(__riscv)
__asm__(".text\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        ".option push\n"
        ".option norelax\n"
        "    la gp, __global_pointer$\n"
        ".option pop\n"
        "    mv a0, sp\n"
        "    andi sp, sp, -16\n"
        "    call bpf_aot_start\n");
#elif defined(__x86_64__)
__asm__(".text\n"
        ".globl _start\n"
        ".type _start, @function\n"
        "_start:\n"
        "    mov %rsp, %rdi\n"
        "    and $-16, %rsp\n"
        "    call bpf_aot_start\n");
#else
#error "this target has no _start"
#endif

void bpf_aot_start(long *stack) {
    int argc = (int)stack[0];
    char **argv = (char **)(stack + 1);
    bpf_aot_sys_exit(bpf_aot_main(argc, argv));
}
