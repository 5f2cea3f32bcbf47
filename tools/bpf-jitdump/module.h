/* SPDX-License-Identifier: Apache-2.0 */
/* The kernel's own tests of its JIT: lib/test_bpf.c as a module. */
#ifndef BPF_JITDUMP_MODULE_H
#define BPF_JITDUMP_MODULE_H

#include <stdbool.h>

/* Loads the module, with a parameter or NULL, and writes a line for each of its summaries. False: a
 * message was printed. */
bool module_test(const char *path, const char *parameter);

#endif
