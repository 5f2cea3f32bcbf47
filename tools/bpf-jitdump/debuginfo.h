/* SPDX-License-Identifier: Apache-2.0 */
/* Debug information made up for a program: a record of line information for every insn, so that
 * the kernel says where each one's native code begins. */
#ifndef BPF_JITDUMP_DEBUGINFO_H
#define BPF_JITDUMP_DEBUGINFO_H

#include "kernel.h"
#include "program.h"

struct debug_info {
    long btf_fd;
    struct kernel_func_info *functions; /* one a function */
    struct kernel_line_info *lines;     /* the number of a line is the number of its insn */
    uint32_t line_count;
};

/* False: a message was printed. */
bool debug_info_make(struct debug_info *info, const struct program *program);

#endif
