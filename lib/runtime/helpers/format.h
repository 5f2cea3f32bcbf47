/* SPDX-License-Identifier: Apache-2.0 */
/* The formats of bpf_trace_printk, bpf_trace_vprintk and bpf_snprintf. */
#ifndef BPF_AOT_RUNTIME_FORMAT_H
#define BPF_AOT_RUNTIME_FORMAT_H

#include "bpf-aot/runtime.h"

enum { FORMAT_ARGS_MAX = 12 /* kernel: MAX_BPRINTF_VARARGS */, FORMAT_LINE_BYTES = 1024 };

/* Where the text goes; `length` counts what did not fit into `room`, too. */
struct format_out {
    char *text;
    uint32_t room;
    uint32_t length;
};

/* The values, 8 bytes each at any address, and how memory behind pointers is read: bytes copied,
 * which are fewer where not all can be read. */
struct format_args {
    const void *values;
    uint32_t count;
    size_t (*copy)(void *to, uint64_t from, size_t size_bytes, struct bpf_aot_run *run);
    struct bpf_aot_run *run;
};

/* `size_bytes` bytes of format, with a NUL among them. 0, or -EINVAL for what the kernel refuses,
 * -ENOSPC for more text than it has room for (512 bytes); then nothing is printed. */
int64_t bpf_aot_format(struct format_out *out, const char *format, uint32_t size_bytes,
                       const struct format_args *args);
/* Any address of the process. */
size_t bpf_aot_format_peek(void *to, uint64_t from, size_t size_bytes, struct bpf_aot_run *run);
/* The number of arguments in `size_bytes` bytes; -1: no such number. */
int32_t bpf_aot_format_count(const void *values, uint32_t size_bytes);

#endif
