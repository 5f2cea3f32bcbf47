/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_perf_event_output: checks its arguments in the kernel's order; nobody listens. */
#include "bpf-aot/runtime.h"
#include "errors.h"

#define INDEX_MASK   0xffffffffull      /* BPF_F_INDEX_MASK; all ones: the calling CPU */
#define CONTEXT_MASK (0xfffffull << 32) /* BPF_F_CTXLEN_MASK: bytes of the packet to append */

int64_t bpf_aot_perf_event_output(void *ctx, struct bpf_aot_map *map, uint64_t flags, void *data,
                                  uint64_t size_bytes) {
    const struct bpf_aot_xdp *xdp =
        ctx; /* data and data_end are the first members of an skb, too */
    uint64_t packet_bytes = (uintptr_t)xdp->data_end - (uintptr_t)xdp->data;
    uint64_t index = flags & INDEX_MASK;
    if (flags & ~(INDEX_MASK | CONTEXT_MASK)) {
        return -RT_EINVAL;
    }
    if ((flags & CONTEXT_MASK) >> 32 > packet_bytes) {
        return -RT_EFAULT;
    }
    if (index == INDEX_MASK) {
        index = bpf_aot_this_cpu();
    }
    return index >= map->max_entries ? -RT_E2BIG : -RT_ENOENT;
}
