/* SPDX-License-Identifier: Apache-2.0 */
/* The numbers of a context by their uapi names: set before a run, printed after it. */
#ifndef BPF_AOT_DRIVER_CONTEXT_H
#define BPF_AOT_DRIVER_CONTEXT_H

#include <stdbool.h>

#include "bpf-aot/runtime.h"

/* "NAME=NUMBER[,NUMBER...]" for a member of the struct that programs of `kind` take. False after a
 * message: no such member, or not so many numbers. */
bool bpf_aot_context_set(enum bpf_aot_context kind, void *context, const char *text);
/* As a JSON object. */
void bpf_aot_context_print(enum bpf_aot_context kind, const void *context);

#endif
