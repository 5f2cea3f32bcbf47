/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_RINGBUF: programs produce, the host consumes (rings.h). */
#include "maps/ringbuf.h"

#include "maps/lock.h"
#include "maps/no_keys.h"

void *bpf_aot_ringbuf_take(struct bpf_aot_map *map, uint64_t size_bytes, uint64_t flags) {
    struct bpf_aot_ring *ring = map->storage;
    if (flags || size_bytes > RING_RECORD_MAX) {
        return NULL;
    }
    uint32_t length = (uint32_t)size_bytes;
    struct ring_header *header = NULL;
    rt_lock(&ring->lock);
    __atomic_store_n(&ring->bytes, map->max_entries, __ATOMIC_RELAXED);
    if (ring_space(length) <= map->max_entries && bpf_aot_ring_has_room(ring, ring_space(length))) {
        uint32_t offset = (uint32_t)(ring->producer.at & (map->max_entries - 1));
        header = bpf_aot_ring_append(ring, length | RING_BUSY, offset / 8);
    }
    rt_unlock(&ring->lock);
    return header ? header + 1 : NULL;
}

/* Whom the kernel would wake: a consumer that has caught up with this record, unless flags say
 * otherwise. */
static void wake(struct bpf_aot_ring *ring, uint32_t offset, uint64_t flags) {
    uintptr_t consumer = __atomic_load_n(&ring->consumer.at, __ATOMIC_SEQ_CST);
    bool waits = (consumer & (ring_bytes(ring) - 1)) == offset;
    if (flags & RT_RB_FORCE_WAKEUP || (waits && !(flags & RT_RB_NO_WAKEUP))) {
        __atomic_fetch_add(&ring->wakeups, 1, __ATOMIC_RELEASE);
    }
}

void bpf_aot_ringbuf_give(void *record, bool discard, uint64_t flags) {
    struct ring_header *header = ring_header_of(record);
    uint32_t offset = header->note * 8;
    struct bpf_aot_ring *ring = (struct bpf_aot_ring *)((unsigned char *)header - offset) - 1;
    uint32_t length = header->length & ~RING_BUSY;
    length |= discard ? RING_DISCARD : 0;
    /* A full barrier, so that either this sees where the consumer is or he sees the record. */
    __atomic_exchange_n(&header->length, length, __ATOMIC_SEQ_CST);
    wake(ring, offset, flags);
}

void bpf_aot_ringbuf_abandon(void *record) {
    bpf_aot_ringbuf_give(record, true, 0);
}

const struct bpf_aot_map_ops bpf_aot_ringbuf_ops = {
    .lookup = bpf_aot_no_keys_lookup,
    .update = bpf_aot_no_values_update,
    .remove = bpf_aot_no_values_remove,
    .next_key = bpf_aot_no_keys_next,
    .value_on = bpf_aot_no_keys_value_on,
};
