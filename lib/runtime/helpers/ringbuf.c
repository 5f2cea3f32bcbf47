/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_ringbuf_output, reserve, submit, discard, query. A record is given back only by the run that
 * holds it, once. */
#include "maps/ringbuf.h"
#include "errors.h"
#include "libcalls/libcalls.h"

/* uapi linux/bpf.h */
enum { AVAIL_DATA, RING_SIZE, CONSUMER_POSITION, PRODUCER_POSITION };

int64_t bpf_aot_ringbuf_output(struct bpf_aot_map *map, void *data, uint64_t size_bytes,
                               uint64_t flags) {
    if (flags & ~(uint64_t)(RT_RB_NO_WAKEUP | RT_RB_FORCE_WAKEUP)) {
        return -RT_EINVAL;
    }
    void *record = bpf_aot_ringbuf_take(map, size_bytes, 0);
    if (!record) {
        return -RT_EAGAIN;
    }
    memcpy(record, data, (size_t)size_bytes);
    bpf_aot_ringbuf_give(record, false, flags);
    return 0;
}

void *bpf_aot_ringbuf_reserve(struct bpf_aot_map *map, uint64_t size_bytes, uint64_t flags,
                              struct bpf_aot_run *run) {
    void *record = bpf_aot_ringbuf_take(map, size_bytes, flags);
    if (record && !bpf_aot_hold(run, record, bpf_aot_ringbuf_abandon)) {
        bpf_aot_ringbuf_abandon(record);
        return NULL;
    }
    return record;
}

static void give_held(struct bpf_aot_run *run, void *record, bool discard, uint64_t flags) {
    if (bpf_aot_unhold(run, record, bpf_aot_ringbuf_abandon)) {
        bpf_aot_ringbuf_give(record, discard, flags);
    }
}

void bpf_aot_ringbuf_submit(void *record, uint64_t flags, struct bpf_aot_run *run) {
    give_held(run, record, false, flags);
}

void bpf_aot_ringbuf_discard(void *record, uint64_t flags, struct bpf_aot_run *run) {
    give_held(run, record, true, flags);
}

uint64_t bpf_aot_ringbuf_query(struct bpf_aot_map *map, uint64_t flags) {
    struct bpf_aot_ring *ring = map->storage;
    uintptr_t consumer = __atomic_load_n(&ring->consumer.at, __ATOMIC_ACQUIRE);
    uintptr_t producer = __atomic_load_n(&ring->producer.at, __ATOMIC_ACQUIRE);
    switch (flags) {
    case AVAIL_DATA:
        return producer - consumer;
    case RING_SIZE:
        return map->max_entries;
    case CONSUMER_POSITION:
        return consumer;
    case PRODUCER_POSITION:
        return producer;
    default:
        return 0;
    }
}
