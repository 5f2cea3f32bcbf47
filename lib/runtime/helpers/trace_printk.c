/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_trace_printk writes a line to standard error. */
#include "bpf-aot/runtime.h"

#include "helpers/trace_format.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { STANDARD_ERROR = 2 };

int64_t bpf_aot_trace_printk(void *format, uint32_t size_bytes, uint64_t a, uint64_t b,
                             uint64_t c) {
    static const char prefix[] = "bpf_trace_printk: ";
    struct trace_line line;
    line.length = 0;
    const uint64_t args[TRACE_ARGS_MAX] = {a, b, c};
    long length = bpf_aot_trace_format(&line, format, size_bytes, args);
    if (length < 0) {
        return length;
    }
    /* One write, so that lines of different CPUs do not mix. */
    char out[sizeof(prefix) + TRACE_LINE_BYTES];
    memcpy(out, prefix, sizeof(prefix) - 1);
    memcpy(out + sizeof(prefix) - 1, line.text, line.length);
    size_t out_bytes = sizeof(prefix) - 1 + line.length;
    if (out[out_bytes - 1] != '\n') {
        out[out_bytes++] = '\n';
    }
    bpf_aot_sys_write(STANDARD_ERROR, out, out_bytes);
    return length;
}
