/* SPDX-License-Identifier: Apache-2.0 */
/* Program types and attach types by name of a section or of the type. */
#ifndef BPF_JITDUMP_TYPES_H
#define BPF_JITDUMP_TYPES_H

#include <stdbool.h>

#include "load.h"

/* False: the section says nothing of it. */
bool type_of_section(const char *section, struct kind *kind);
/* A name of enum bpf_prog_type without BPF_PROG_TYPE_, or a number. */
bool type_of_name(const char *name, struct kind *kind);

#endif
