/* SPDX-License-Identifier: Apache-2.0 */
/* Runs what was linked: in this process, or as a program of its own. */
#ifndef BPF_AOT_TOOLS_EXECUTE_H
#define BPF_AOT_TOOLS_EXECUTE_H

#include "bpf-aot/bpf-aot.h"

enum { DRIVER_ARGS_MAX = 128 };

/* Loads a shared object and calls its bpf_aot_main; the driver's exit code, or 1 after a message.
 */
int execute_here(const struct bpf_aot_result *image, int argc, char **argv);
/* Runs an executable under `emulator`, a command with arguments; argv[0] is the name in messages.
 */
int execute_emulated(const struct bpf_aot_result *image, const char *emulator, int argc,
                     char **argv);

#endif
