/* SPDX-License-Identifier: Apache-2.0 */
/* Return values by name. */
#ifndef BPF_AOT_DRIVER_VERDICT_H
#define BPF_AOT_DRIVER_VERDICT_H

#include "bpf-aot/runtime.h"

bool bpf_aot_is_xdp(enum bpf_aot_context context);
/* NULL: it has none. */
const char *bpf_aot_verdict_name(enum bpf_aot_context context, uint64_t r0);
/* Whether `list`, words and numbers with commas between them, names r0. */
bool bpf_aot_verdict_listed(enum bpf_aot_context context, const char *list, uint64_t r0);
/* False, with a message, for a list that names what the context does not know. */
bool bpf_aot_verdict_check(enum bpf_aot_context context, const char *list);

#endif
