/* SPDX-License-Identifier: Apache-2.0 */
/* Loads a program and writes its line. */
#ifndef BPF_JITDUMP_LOAD_H
#define BPF_JITDUMP_LOAD_H

#include "fill.h"
#include "program.h"

struct kind {
    uint32_t type, attach, flags;
};

struct loaded {
    long fd;          /* negative: the kernel refuses it */
    const long *maps; /* descriptors of the program's */
};

/* One line, with the maps filled before. False: a message was printed. */
bool program_load(const struct program *program, const char *name, struct kind kind,
                  const struct fills *fills, struct loaded *loaded);
void program_unload(const struct program *program, const struct loaded *loaded);

#endif
