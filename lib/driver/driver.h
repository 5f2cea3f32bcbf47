/* SPDX-License-Identifier: Apache-2.0 */
/* What the tools need beside the public API. */
#ifndef BPF_AOT_DRIVER_H
#define BPF_AOT_DRIVER_H

#include "link/link.h"

/* Name and help of a stage by index, NULL behind the last. */
const char *driver_stage_name(size_t index);
const char *driver_stage_help(size_t index);
/* Name of a helper by index, with its id; NULL behind the last. */
const char *driver_helper(size_t index, unsigned *id);

/* From now on an LLVM fatal error ends the process with exit code 3 and one line instead of an
 * abort. For the tools; a library must not decide so for its process. */
void driver_exit_on_llvm_fatal(void);

#endif
