/* SPDX-License-Identifier: Apache-2.0 */
/* The operating system services of sys.h by raw Linux system calls. */
#include "start/sys.h"

#include "start/syscall.h"

#if defined(__mips__)
enum { MAP_ANONYMOUS = 0x800, CREATE = 0400 };
#else
enum { MAP_ANONYMOUS = 0x20, CREATE = 0100 };
#endif

enum {
    AT_FDCWD = -100,
    OPEN_WRITE_CREATE_TRUNCATE = 01 | 01000 | CREATE,
    PROT_READ_WRITE = 3,
    MAP_PRIVATE = 2,
    MAP_SHARED = 1,
};

static long call3(long number, long a, long b, long c) {
    struct rt_call call = {number, {a, b, c}};
    return rt_syscall(&call);
}

long bpf_aot_sys_open(const char *path) {
    return call3(SYS_openat, AT_FDCWD, (long)path, 0);
}

long bpf_aot_sys_create(const char *path) {
    struct rt_call call = {SYS_openat, {AT_FDCWD, (long)path, OPEN_WRITE_CREATE_TRUNCATE, 0666}};
    return rt_syscall(&call);
}

long bpf_aot_sys_read(int fd, void *bytes, size_t size_bytes) {
    return call3(SYS_read, fd, (long)bytes, (long)size_bytes);
}

long bpf_aot_sys_write(int fd, const void *bytes, size_t size_bytes) {
    return call3(SYS_write, fd, (long)bytes, (long)size_bytes);
}

long bpf_aot_sys_close(int fd) {
    return call3(SYS_close, fd, 0, 0);
}

long bpf_aot_sys_getrandom(void *bytes, size_t size_bytes) {
    return call3(SYS_getrandom, (long)bytes, (long)size_bytes, 0);
}

/* The kernel reads the memory and says EFAULT where a load would fault; qemu-user does, too. One
 * write stays in one page: it fails as a whole. */
static size_t peek(const int pipe[2], char *to, uintptr_t from, size_t size_bytes) {
    enum { PAGE_BYTES = 4096 };
    size_t copied = 0;
    while (copied < size_bytes) {
        uintptr_t at = from + copied;
        size_t room = PAGE_BYTES - at % PAGE_BYTES;
        size_t bytes = size_bytes - copied < room ? size_bytes - copied : room;
        if (bpf_aot_sys_write(pipe[1], (const void *)at, bytes) != (long)bytes ||
            bpf_aot_sys_read(pipe[0], to + copied, bytes) != (long)bytes) {
            break;
        }
        copied += bytes;
    }
    return copied;
}

size_t bpf_aot_sys_peek(void *to, uintptr_t from, size_t size_bytes) {
    int pipe[2];
    if (call3(SYS_pipe2, (long)pipe, 0, 0) < 0) {
        return 0;
    }
    size_t copied = peek(pipe, to, from, size_bytes);
    bpf_aot_sys_close(pipe[0]);
    bpf_aot_sys_close(pipe[1]);
    return copied;
}

uint64_t bpf_aot_sys_clock_ns(uint32_t clock) {
    long time[2] = {0};
#if __SIZEOF_POINTER__ == 4
    /* 32-bit seconds end in 2038, and riscv32 never had them. */
    int64_t time64[2] = {0};
    if (call3(SYS_clock_gettime64, (long)clock, (long)time64, 0) == 0) {
        return (uint64_t)time64[0] * 1000000000u + (uint64_t)time64[1];
    }
#endif
    call3(SYS_clock_gettime, (long)clock, (long)time, 0);
    return (uint64_t)time[0] * 1000000000u + (uint64_t)time[1];
}

static void *map(size_t size_bytes, long flags) {
    struct rt_call call = {SYS_mmap,
                           {0, (long)size_bytes, PROT_READ_WRITE, flags | MAP_ANONYMOUS, -1, 0}};
    unsigned long address = (unsigned long)rt_syscall(&call);
    return address > -4096ul ? NULL : (void *)address;
}

void *bpf_aot_sys_map(size_t size_bytes) {
    return map(size_bytes, MAP_PRIVATE);
}

void *bpf_aot_sys_map_shared(size_t size_bytes) {
    return map(size_bytes, MAP_SHARED);
}

void bpf_aot_sys_unmap(void *memory, size_t size_bytes) {
    call3(SYS_munmap, (long)memory, (long)size_bytes, 0);
}

void bpf_aot_sys_exit(int status) {
    for (;;) {
        call3(SYS_exit_group, status, 0, 0);
    }
}
