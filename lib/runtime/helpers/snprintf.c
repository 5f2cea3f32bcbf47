/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_snprintf. What the program reads through pointers it may read anyway. */
#include "errors.h"
#include "helpers/format.h"
#include "libcalls/libcalls.h"

/* The most of `size_bytes` bytes that may be read: objects have no holes. */
static size_t copy_allowed(void *to, uint64_t from, size_t size_bytes, struct bpf_aot_run *run) {
    uint32_t low = 0, high = (uint32_t)size_bytes;
    while (low < high) {
        uint32_t middle = high - (high - low) / 2;
        if (bpf_aot_check_read(from, middle, run)) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    memcpy(to, (const void *)(uintptr_t)from, low);
    return low;
}

int64_t bpf_aot_snprintf(void *text, uint32_t size_bytes, void *format, void *values,
                         uint32_t values_bytes, struct bpf_aot_run *run) {
    int32_t count = bpf_aot_format_count(values, values_bytes);
    if (count < 0) {
        return -RT_EINVAL;
    }
    const struct format_args args = {values, (uint32_t)count, copy_allowed, run};
    struct format_out out = {text, size_bytes ? size_bytes - 1 : 0, 0};
    int64_t status = bpf_aot_format(&out, format, UINT32_MAX, &args);
    if (status) {
        return status;
    }
    if (size_bytes) {
        ((char *)text)[out.length < out.room ? out.length : out.room] = 0;
    }
    return (int64_t)out.length + 1;
}
