/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of maps that the host creates, unless an embedder brings its own. Fresh pages are zero and
 * cost nothing before they are touched. */
#include "bpf-aot/host.h"

#include "start/sys.h"

__attribute__((weak)) void *bpf_aot_host_alloc(size_t size_bytes) {
    return bpf_aot_sys_map(size_bytes);
}

__attribute__((weak)) void bpf_aot_host_free(void *memory, size_t size_bytes) {
    bpf_aot_sys_unmap(memory, size_bytes);
}
