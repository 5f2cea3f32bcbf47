/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_trace_printk writes a line to standard error. */
#include "bpf-aot/runtime.h"

#include "helpers/trace_format.h"
#include "helpers/trace_prefix.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { STANDARD_ERROR = 2 };

int64_t bpf_aot_trace_printk(void *format, uint32_t size_bytes, uint64_t a, uint64_t b,
                             uint64_t c) {
    struct trace_line line;
    line.length = 0;
    const uint64_t args[TRACE_ARGS_MAX] = {a, b, c};
    long length = bpf_aot_trace_format(&line, format, size_bytes, args);
    if (length < 0) {
        return length;
    }
    /* One write, so that lines of different CPUs do not mix. */
    char out[TRACE_PREFIX_BYTES + TRACE_LINE_BYTES + 1];
    size_t out_bytes = rt_trace_prefix(out, TRACE_PREFIX_BYTES);
    memcpy(out + out_bytes, line.text, line.length);
    out_bytes += line.length;
    if (out[out_bytes - 1] != '\n') {
        out[out_bytes++] = '\n';
    }
    bpf_aot_sys_write(STANDARD_ERROR, out, out_bytes);
    return length;
}
