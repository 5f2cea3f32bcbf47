/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_trace_printk and bpf_trace_vprintk write a line to standard error. */
#include "errors.h"
#include "helpers/format.h"
#include "helpers/trace_prefix.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { STANDARD_ERROR = 2, PRINTK_ARGS = 3 };

/* One write, so that lines of different CPUs do not mix. */
static int64_t print_line(const char *format, uint32_t size_bytes, const struct format_args *args) {
    char line[TRACE_PREFIX_BYTES + FORMAT_LINE_BYTES];
    uint32_t prefix_bytes = rt_trace_prefix(line, TRACE_PREFIX_BYTES);
    struct format_out out = {line + prefix_bytes, FORMAT_LINE_BYTES - 1, 0};
    int64_t status = bpf_aot_format(&out, format, size_bytes, args);
    if (status) {
        return status;
    }
    size_t bytes = prefix_bytes + (out.length < out.room ? out.length : out.room);
    if (line[bytes - 1] != '\n') {
        line[bytes++] = '\n';
    }
    bpf_aot_sys_write(STANDARD_ERROR, line, bytes);
    return out.length;
}

int64_t bpf_aot_trace_printk(void *format, uint32_t size_bytes, uint64_t a, uint64_t b,
                             uint64_t c) {
    const uint64_t values[PRINTK_ARGS] = {a, b, c};
    const struct format_args args = {values, PRINTK_ARGS, bpf_aot_format_peek, NULL};
    return print_line(format, size_bytes, &args);
}

int64_t bpf_aot_trace_vprintk(void *format, uint32_t size_bytes, void *values,
                              uint32_t values_bytes) {
    int32_t count = bpf_aot_format_count(values, values_bytes);
    if (count < 0) {
        return -RT_EINVAL;
    }
    const struct format_args args = {values, (uint32_t)count, bpf_aot_format_peek, NULL};
    return print_line(format, size_bytes, &args);
}
