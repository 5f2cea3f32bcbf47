/* SPDX-License-Identifier: Apache-2.0 */
#include "kernel.h"

#include <stdbool.h>

#include "driver/print.h"
#include "errors.h"
#include "start/sys.h"
#include "start/syscall.h"

long kernel_bpf(int command, void *attributes, size_t size_bytes) {
    struct rt_call call = {SYS_bpf, {command, (long)attributes, (long)size_bytes}};
    return rt_syscall(&call);
}

void kernel_uname(struct kernel_name *name) {
    struct rt_call call = {SYS_uname, {(long)name}};
    *name = (struct kernel_name){0};
    rt_syscall(&call);
}

bool kernel_allows_bpf(void) {
    enum { SOCKET_FILTER = 1, INSNS = 2, INSN_BYTES = 8 };
    static const uint8_t nothing[INSNS * INSN_BYTES] = {0xb7, [INSN_BYTES] = 0x95};
    struct kernel_prog_load load = {
        .type = SOCKET_FILTER, .insn_count = INSNS, .insns = user(nothing), .license = user("GPL")};
    long fd = kernel_bpf(BPF_PROG_LOAD, &load, sizeof(load));
    if (fd < 0) {
        bpf_aot_error("this kernel refuses bpf(2) with errno %u%s", (uint32_t)-fd,
                      fd == -RT_EPERM ? ": run as root, outside of containers that forbid it" : "");
        return false;
    }
    bpf_aot_sys_close((int)fd);
    return true;
}
