/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a program and writes its line. */
#ifndef BPF_JITDUMP_LOAD_H
#define BPF_JITDUMP_LOAD_H

#include "program.h"

struct kind {
    uint32_t type, attach, flags;
};

/* One line; *fd is the loaded program, or negative where the kernel refuses it. False: a message
 * was printed. */
bool program_load(const struct program *program, const char *name, struct kind kind, long *fd);

#endif
