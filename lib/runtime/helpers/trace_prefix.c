/* SPDX-License-Identifier: Apache-2.0 */
#include "helpers/trace_prefix.h"

#include "libcalls/libcalls.h"

static uint32_t helper_name(char *text, uint32_t capacity) {
    static const char name[] = "bpf_trace_printk: ";
    memcpy(text, name, sizeof(name) - 1);
    return sizeof(name) - 1;
}

rt_trace_prefix_fn *rt_trace_prefix = helper_name;
