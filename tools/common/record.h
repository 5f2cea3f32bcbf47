/* SPDX-License-Identifier: Apache-2.0 */
/* Asks the running kernel's verifier about the programs of an object. */
#ifndef BPF_AOT_TOOLS_RECORD_H
#define BPF_AOT_TOOLS_RECORD_H

#include <stdbool.h>
#include <stddef.h>

/* Loads each program (only `prog`, unless that is NULL) and writes what the verifier logs as a
 * facts file (lib/facts/import_file.c) into malloc'ed memory. Programs that the kernel refuses are
 * warned of and left out. False after a message. */
bool record_facts(const char *name, const void *object, size_t object_bytes, const char *prog,
                  char **text, size_t *text_bytes);

#endif
