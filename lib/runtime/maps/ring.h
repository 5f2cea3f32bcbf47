/* SPDX-License-Identifier: Apache-2.0 */
/* The ring of records behind ringbuf, user_ringbuf and the buffers of perf events (runtime.h):
 * several producers, one consumer. A record has a header of 8 bytes and is padded to 8; its place
 * and the rules of room are those of kernel/bpf/ringbuf.c. */
#ifndef BPF_AOT_RUNTIME_RING_H
#define BPF_AOT_RUNTIME_RING_H

#include <stdbool.h>

#include "bpf-aot/runtime.h"

/* In `length` (uapi linux/bpf.h, BPF_RINGBUF_*_BIT). */
#define RING_BUSY    0x80000000u
#define RING_DISCARD 0x40000000u

enum {
    RING_HEADER_BYTES = 8,
    RING_RECORD_MAX = UINT32_MAX / 4, /* kernel: RINGBUF_MAX_RECORD_SZ */
};

struct ring_header {
    uint32_t length; /* bytes of the record, and the bits above */
    uint32_t note;   /* ringbuf: offset in the data by 8; perf: the record's type */
};

static inline unsigned char *ring_data(struct bpf_aot_ring *ring) {
    return (unsigned char *)(ring + 1);
}

/* Producers store it again and again, always the same. */
static inline uint32_t ring_bytes(const struct bpf_aot_ring *ring) {
    return __atomic_load_n(&ring->bytes, __ATOMIC_RELAXED);
}

static inline struct ring_header *ring_header_at(struct bpf_aot_ring *ring, uintptr_t position) {
    return (struct ring_header *)(ring_data(ring) + (position & (ring_bytes(ring) - 1)));
}

static inline struct ring_header *ring_header_of(void *record) {
    return (struct ring_header *)record - 1;
}

static inline uint32_t ring_length(const struct ring_header *header) {
    return __atomic_load_n(&header->length, __ATOMIC_ACQUIRE);
}

/* Of a record that somebody holds, without its header. */
static inline uint32_t ring_record_bytes(void *record) {
    return ring_length(ring_header_of(record)) & ~(RING_BUSY | RING_DISCARD);
}

/* With its header and padding; of a record or of its length. */
static inline uint32_t ring_space(uint32_t length) {
    return ((length & ~(RING_BUSY | RING_DISCARD)) + RING_HEADER_BYTES + 7) & ~(uint32_t)7;
}

/* With the lock: whether `space` more bytes fit behind what is not consumed and not committed. */
bool bpf_aot_ring_has_room(struct bpf_aot_ring *ring, uint32_t space);
/* With the lock, and room: the header of a new record, which consumers see at once. `length` may
 * say RING_BUSY. */
struct ring_header *bpf_aot_ring_append(struct bpf_aot_ring *ring, uint32_t length, uint32_t note);

/* For the consumer: every record up to the first that is busy, but for discarded ones. A negative
 * result of `visit` ends the walk behind that record and is returned; otherwise their number. */
typedef int64_t ring_visit(void *user, struct ring_header *header);
int64_t bpf_aot_ring_drain(struct bpf_aot_ring *ring, ring_visit *visit, void *user);

#endif
