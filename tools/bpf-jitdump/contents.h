/* SPDX-License-Identifier: Apache-2.0 */
/* What runs leave in maps. */
#ifndef BPF_JITDUMP_CONTENTS_H
#define BPF_JITDUMP_CONTENTS_H

#include "program.h"

/* One line a map that can be asked and is small: `fds` are the descriptors of the program's maps.
 */
bool contents_print(const struct program *program, const char *name, const long *fds);

#endif
