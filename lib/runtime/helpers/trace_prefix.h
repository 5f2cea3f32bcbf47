/* SPDX-License-Identifier: Apache-2.0 */
/* What stands before a line of bpf_trace_printk. */
#ifndef BPF_AOT_RUNTIME_TRACE_PREFIX_H
#define BPF_AOT_RUNTIME_TRACE_PREFIX_H

#include <stdint.h>

enum { TRACE_PREFIX_BYTES = 128 };

/* Writes it and returns its length. The first one writes the name of the helper; somebody who
 * knows more may put another one in its place before programs run. */
typedef uint32_t rt_trace_prefix_fn(char *text, uint32_t capacity);
extern rt_trace_prefix_fn *rt_trace_prefix;

#endif
