/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of bpf_trace_printk. */
#ifndef BPF_AOT_RUNTIME_TRACE_FORMAT_H
#define BPF_AOT_RUNTIME_TRACE_FORMAT_H

#include <stdint.h>

enum { TRACE_LINE_BYTES = 1024, TRACE_ARGS_MAX = 3 };

struct trace_line {
    uint32_t length;
    char text[TRACE_LINE_BYTES];
};

/* Formats into `line`; -EINVAL for a format that the kernel refuses. */
long bpf_aot_trace_format(struct trace_line *line, const char *format, uint32_t size_bytes,
                          const uint64_t *args);

#endif
