/* SPDX-License-Identifier: Apache-2.0 */
/* Positions of a ring. Two records that run past the end of the first half are never there at the
 * same time: they would have to lie within less than one round. */
#include "maps/ring.h"

/* kernel: __bpf_ringbuf_reserve. The first record that is not committed holds room, too. */
bool bpf_aot_ring_has_room(struct bpf_aot_ring *ring, uint32_t space) {
    uintptr_t consumer = __atomic_load_n(&ring->consumer.at, __ATOMIC_ACQUIRE);
    uintptr_t producer = ring->producer.at;
    uintptr_t pending = ring->pending.at;
    while (pending != producer) {
        uint32_t length = ring_length(ring_header_at(ring, pending));
        if (length & RING_BUSY) {
            break;
        }
        pending += ring_space(length);
    }
    ring->pending.at = pending;
    uintptr_t end = producer + space;
    return end - consumer < ring_bytes(ring) && end - pending < ring_bytes(ring);
}

struct ring_header *bpf_aot_ring_append(struct bpf_aot_ring *ring, uint32_t length, uint32_t note) {
    uintptr_t producer = ring->producer.at;
    struct ring_header *header = ring_header_at(ring, producer);
    header->note = note;
    __atomic_store_n(&header->length, length, __ATOMIC_RELAXED);
    __atomic_store_n(&ring->producer.at, producer + ring_space(length), __ATOMIC_RELEASE);
    return header;
}

int64_t bpf_aot_ring_drain(struct bpf_aot_ring *ring, ring_visit *visit, void *user) {
    int64_t count = 0, status = 0;
    uintptr_t consumer = ring->consumer.at;
    while (status >= 0 && consumer != __atomic_load_n(&ring->producer.at, __ATOMIC_ACQUIRE)) {
        struct ring_header *header = ring_header_at(ring, consumer);
        uint32_t length = ring_length(header);
        if (length & RING_BUSY) {
            break;
        }
        if (!(length & RING_DISCARD)) {
            status = visit(user, header);
            count++;
        }
        consumer += ring_space(length);
        __atomic_store_n(&ring->consumer.at, consumer, __ATOMIC_RELEASE);
    }
    return status < 0 ? status : count;
}
