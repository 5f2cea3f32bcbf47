/* SPDX-License-Identifier: Apache-2.0 */
/* Copies of a process, terminals, interrupts: what only some options of the driver want. */
#include "start/sys.h"
#include "start/syscall.h"

enum { SIGINT = 2, WAIT_FOR_PID = 1, WAIT_EXITED = 4 };
/* uapi asm/signal.h, asm/ioctls.h. After one interrupt the next one ends the process. */
#define RESET_HANDLER 0x80000000ul
#if defined(__mips__)
enum { TERMINAL_GET = 0x540d, SIGCHLD = 18, SIGNAL_SET_BYTES = 16 };
#else
enum { TERMINAL_GET = 0x5401, SIGCHLD = 17, SIGNAL_SET_BYTES = 8 };
#endif

/* The kernel's struct sigaction, which is not libc's. */
struct action {
#if defined(__mips__)
    uint32_t flags;
    void (*handler)(int);
#else
    void (*handler)(int);
    unsigned long flags;
#if defined(__x86_64__)
    void (*restorer)(void);
#elif !defined(__riscv)
    void *restorer; /* not used: the kernel brings one of its own */
#endif
#endif
    unsigned long mask[SIGNAL_SET_BYTES / sizeof(unsigned long)];
};

#if defined(__x86_64__)
/* x86-64 has no way back from a handler but this; 15 is rt_sigreturn. */
void bpf_aot_sys_restorer(void);
__asm__(".text\n"
        ".hidden bpf_aot_sys_restorer\n"
        ".globl bpf_aot_sys_restorer\n"
        ".type bpf_aot_sys_restorer, @function\n"
        "bpf_aot_sys_restorer:\n"
        "    mov $15, %eax\n"
        "    syscall\n");
#define HAS_RESTORER 0x04000000ul
#endif

static volatile uint32_t *interrupted;

static void on_interrupt(int signal) {
    *interrupted = 1;
}

void bpf_aot_sys_catch_interrupt(volatile uint32_t *flag) {
    struct action action = {.handler = on_interrupt, .flags = (uint32_t)RESET_HANDLER};
#if defined(__x86_64__)
    action.flags |= HAS_RESTORER;
    action.restorer = bpf_aot_sys_restorer;
#endif
    interrupted = flag;
    struct rt_call call = {SYS_rt_sigaction, {SIGINT, (long)&action, 0, SIGNAL_SET_BYTES}};
    rt_syscall(&call);
}

bool bpf_aot_sys_is_terminal(int fd) {
    uint8_t settings[128];
    struct rt_call call = {SYS_ioctl, {fd, TERMINAL_GET, (long)settings}};
    return rt_syscall(&call) == 0;
}

long bpf_aot_sys_fork(void) {
    struct rt_call call = {SYS_clone, {SIGCHLD}};
    return rt_syscall(&call);
}

long bpf_aot_sys_wait(long process) {
    struct rt_call call = {SYS_waitid, {WAIT_FOR_PID, process, 0, WAIT_EXITED}};
    return rt_syscall(&call);
}
