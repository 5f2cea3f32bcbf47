/* SPDX-License-Identifier: Apache-2.0 */
/* The producer of a user_ringbuf. Unlike a program, it may fill the ring to its last byte. */
#include "bpf-aot/rings.h"
#include "maps/maps.h"
#include "maps/ring.h"

void *bpf_aot_user_ringbuf_reserve(struct bpf_aot_map *map, uint32_t size_bytes) {
    struct bpf_aot_ring *ring = map->storage;
    if (map->type != RT_MAP_user_ringbuf || size_bytes > RING_RECORD_MAX) {
        return NULL;
    }
    __atomic_store_n(&ring->bytes, map->max_entries, __ATOMIC_RELAXED);
    uintptr_t used = ring->producer.at - __atomic_load_n(&ring->consumer.at, __ATOMIC_ACQUIRE);
    if (ring_space(size_bytes) > map->max_entries - used) {
        return NULL;
    }
    return bpf_aot_ring_append(ring, size_bytes | RING_BUSY, 0) + 1;
}

static void give(void *sample, uint32_t flag) {
    struct ring_header *header = ring_header_of(sample);
    __atomic_store_n(&header->length, (header->length & ~RING_BUSY) | flag, __ATOMIC_RELEASE);
}

void bpf_aot_user_ringbuf_submit(struct bpf_aot_map *map, void *sample) {
    give(sample, 0);
}

void bpf_aot_user_ringbuf_discard(struct bpf_aot_map *map, void *sample) {
    give(sample, RING_DISCARD);
}
