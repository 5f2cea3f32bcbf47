/* SPDX-License-Identifier: Apache-2.0 */
#include "helpers/format.h"
#include "start/sys.h"

size_t bpf_aot_format_peek(void *to, uint64_t from, size_t size_bytes, struct bpf_aot_run *run) {
    return from > UINTPTR_MAX ? 0 : bpf_aot_sys_peek(to, (uintptr_t)from, size_bytes);
}
