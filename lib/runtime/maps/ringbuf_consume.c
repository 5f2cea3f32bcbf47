/* SPDX-License-Identifier: Apache-2.0 */
/* The consumer of a ringbuf. */
#include "bpf-aot/rings.h"
#include "maps/maps.h"
#include "maps/ring.h"

struct reader {
    bpf_aot_ring_fn *fn;
    void *ctx;
};

static int64_t read_record(void *user, struct ring_header *header) {
    const struct reader *reader = user;
    return reader->fn(reader->ctx, header + 1, ring_record_bytes(header + 1));
}

int64_t bpf_aot_ringbuf_consume(struct bpf_aot_map *map, bpf_aot_ring_fn *fn, void *ctx) {
    struct reader reader = {fn, ctx};
    return map->type == RT_MAP_ringbuf ? bpf_aot_ring_drain(map->storage, read_record, &reader)
                                       : -RT_EINVAL;
}

uint32_t bpf_aot_ringbuf_wakeups(struct bpf_aot_map *map) {
    struct bpf_aot_ring *ring = map->storage;
    return map->type == RT_MAP_ringbuf ? __atomic_load_n(&ring->wakeups, __ATOMIC_ACQUIRE) : 0;
}
