/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_ringbuf_reserve_dynptr, _submit_dynptr, _discard_dynptr. */
#include "helpers/dynptr.h"

#include "errors.h"
#include "libcalls/libcalls.h"
#include "maps/ringbuf.h"

int64_t bpf_aot_ringbuf_reserve_dynptr(struct bpf_aot_map *map, uint32_t size_bytes, uint64_t flags,
                                       void *dynptr, struct bpf_aot_run *run) {
    bpf_aot_dynptr_set(dynptr, DYNPTR_NONE, NULL, 0);
    if (flags || size_bytes > DYNPTR_SIZE_MAX) {
        return flags ? -RT_EINVAL : -RT_E2BIG;
    }
    void *record = bpf_aot_ringbuf_take(map, size_bytes, 0);
    if (!record) {
        return -RT_EINVAL;
    }
    if (!bpf_aot_hold(run, record, bpf_aot_ringbuf_abandon)) {
        bpf_aot_ringbuf_abandon(record);
        return -RT_EINVAL;
    }
    bpf_aot_dynptr_set(dynptr, DYNPTR_RECORD, record, size_bytes);
    return 0;
}

/* The kernel's verifier lets no other kind get here. */
static void give(void *dynptr, bool discard, uint64_t flags, struct bpf_aot_run *run) {
    struct bpf_aot_dynptr d;
    memcpy(&d, dynptr, sizeof(d));
    if (d.kind == DYNPTR_NONE) {
        return;
    }
    void *record = (void *)(uintptr_t)d.address;
    if (d.kind != DYNPTR_RECORD || !bpf_aot_unhold(run, record, bpf_aot_ringbuf_abandon)) {
        bpf_aot_abort(run);
        return;
    }
    bpf_aot_ringbuf_give(record, discard, flags);
    bpf_aot_dynptr_set(dynptr, DYNPTR_NONE, NULL, 0);
}

void bpf_aot_ringbuf_submit_dynptr(void *dynptr, uint64_t flags, struct bpf_aot_run *run) {
    give(dynptr, false, flags, run);
}

void bpf_aot_ringbuf_discard_dynptr(void *dynptr, uint64_t flags, struct bpf_aot_run *run) {
    give(dynptr, true, flags, run);
}
