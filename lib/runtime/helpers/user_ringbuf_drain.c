/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_user_ringbuf_drain: one program at a time; a callback a sample, with a dynptr that stands for
 * its bytes until it returns. */
#include "errors.h"
#include "helpers/dynptr.h"
#include "maps/ringbuf.h"
#include "run/call_back.h"

enum { SAMPLES_MAX = 128 * 1024 /* kernel: BPF_MAX_USER_RINGBUF_SAMPLES */ };

struct drain {
    struct bpf_aot_ring *ring;
    bpf_aot_callback *callback;
    uint64_t callback_ctx;
    struct bpf_aot_run *run;
};

/* Nonzero ends the walk: the callback's wish, or the run has been aborted. */
static uint64_t show(const struct drain *drain, struct ring_header *header) {
    struct bpf_aot_dynptr_loan loan = {header + 1, ring_record_bytes(header + 1), true};
    uint64_t dynptr[2] = {0};
    struct bpf_aot_region region = {drain->run->regions, dynptr, sizeof(dynptr)};
    if (!bpf_aot_dynptr_lend(dynptr, &loan, drain->run)) {
        return 1;
    }
    drain->run->regions = &region;
    uint64_t result = bpf_aot_call_back(drain->callback, (uintptr_t)dynptr, drain->callback_ctx, 0,
                                        0, drain->run);
    drain->run->regions = region.next;
    bpf_aot_dynptr_return(&loan, drain->run);
    return result;
}

/* The number of samples that the callback saw, or an error; `took` tells whether any was taken. */
static int64_t walk(const struct drain *drain, bool *took) {
    struct bpf_aot_ring *ring = drain->ring;
    int64_t shown = 0;
    uint64_t stop = 0;
    for (uint32_t i = 0; i < SAMPLES_MAX && !stop; i++) {
        uintptr_t consumer = ring->consumer.at;
        if (consumer == __atomic_load_n(&ring->producer.at, __ATOMIC_ACQUIRE)) {
            break;
        }
        struct ring_header *header = ring_header_at(ring, consumer);
        uint32_t length = ring_length(header);
        if (!(length & RING_DISCARD)) {
            if (ring_record_bytes(header + 1) > DYNPTR_SIZE_MAX) {
                return -RT_E2BIG;
            }
            if (length & RING_BUSY) {
                break;
            }
            stop = show(drain, header);
            shown++;
        }
        *took = true;
        __atomic_store_n(&ring->consumer.at, consumer + ring_space(length), __ATOMIC_RELEASE);
    }
    return shown;
}

int64_t bpf_aot_user_ringbuf_drain(struct bpf_aot_map *map, bpf_aot_callback *callback,
                                   uint64_t callback_ctx, uint64_t flags, struct bpf_aot_run *run) {
    struct drain drain = {map->storage, callback, callback_ctx, run};
    bool took = false;
    if (flags & ~(uint64_t)(RT_RB_NO_WAKEUP | RT_RB_FORCE_WAKEUP)) {
        return -RT_EINVAL;
    }
    if (__atomic_exchange_n(&drain.ring->busy, 1, __ATOMIC_ACQUIRE)) {
        return -RT_EBUSY;
    }
    int64_t result = walk(&drain, &took);
    __atomic_store_n(&drain.ring->busy, 0, __ATOMIC_RELEASE);
    if (flags & RT_RB_FORCE_WAKEUP || (took && !(flags & RT_RB_NO_WAKEUP))) {
        __atomic_fetch_add(&drain.ring->wakeups, 1, __ATOMIC_RELEASE);
    }
    return result;
}
