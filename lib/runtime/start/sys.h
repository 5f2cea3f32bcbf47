/* SPDX-License-Identifier: Apache-2.0 */
/* What the runtime wants from the operating system. An embedder without Linux replaces
 * start/sys.c. Results are as the kernel's: negative errno on failure. */
#ifndef BPF_AOT_RUNTIME_SYS_H
#define BPF_AOT_RUNTIME_SYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

long bpf_aot_sys_open(const char *path);   /* for reading */
long bpf_aot_sys_create(const char *path); /* for writing, empty */
long bpf_aot_sys_read(int fd, void *bytes, size_t size_bytes);
long bpf_aot_sys_write(int fd, const void *bytes, size_t size_bytes);
long bpf_aot_sys_close(int fd);
long bpf_aot_sys_getrandom(void *bytes, size_t size_bytes);
/* Copies what can be read of `size_bytes` bytes at any address, page by page; bytes copied. */
size_t bpf_aot_sys_peek(void *to, uintptr_t from, size_t size_bytes);
/* The clocks of Linux by number (uapi linux/time.h). */
enum {
    RT_CLOCK_REALTIME = 0,
    RT_CLOCK_MONOTONIC = 1,
    RT_CLOCK_MONOTONIC_COARSE = 6,
    RT_CLOCK_BOOTTIME = 7,
    RT_CLOCK_TAI = 11,
};
/* Nanoseconds. */
uint64_t bpf_aot_sys_clock_ns(uint32_t clock);
/* Zeroed memory, or NULL. */
void *bpf_aot_sys_map(size_t size_bytes);
void bpf_aot_sys_unmap(void *memory, size_t size_bytes);
/* As sys_map, but processes made by sys_fork see each other's writes. */
void *bpf_aot_sys_map_shared(size_t size_bytes);
/* A copy of this process: 0 in the copy, its number in the original. */
long bpf_aot_sys_fork(void);
long bpf_aot_sys_wait(long process);
bool bpf_aot_sys_is_terminal(int fd);
/* The next interrupt from the keyboard sets *flag instead of ending the process, and makes a
 * blocked read return -EINTR; the one after that ends it. */
void bpf_aot_sys_catch_interrupt(volatile uint32_t *flag);
/* A thread on a stack that ends at `stack_end`. *running becomes 1 now and 0 when it has ended. */
long bpf_aot_sys_thread(void *stack_end, uint32_t *running, void (*run)(void *), void *argument);
/* Until *word is not `value` or somebody wakes, or without a reason. */
void bpf_aot_sys_wait_word(uint32_t *word, uint32_t value);
void bpf_aot_sys_wake_word(uint32_t *word);
_Noreturn void bpf_aot_sys_exit(int status);

/* Called by _start; the driver's, or that of a freestanding test. */
int bpf_aot_main(int argc, char **argv);
_Noreturn void bpf_aot_start(long *stack);

#endif
