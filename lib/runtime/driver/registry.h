/* SPDX-License-Identifier: Apache-2.0 */
/* What the translated objects of this executable define, and which program is to run. */
#ifndef BPF_AOT_DRIVER_REGISTRY_H
#define BPF_AOT_DRIVER_REGISTRY_H

#include "run/objects.h"

/* The program `name`, or for NULL the only one; otherwise NULL with a message. */
const struct bpf_aot_program *bpf_aot_program_named(const char *name);
/* -list-programs: a line a program, or one JSON object. */
void bpf_aot_programs_list(bool as_json);

#endif
