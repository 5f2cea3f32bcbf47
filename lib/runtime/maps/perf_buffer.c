/* SPDX-License-Identifier: Apache-2.0 */
/* The host's end of a perf_event_array: its buffers, and their consumer. */
#include "maps/perf_buffer.h"

#include "bpf-aot/rings.h"

struct reader {
    bpf_aot_perf_fn *fn;
    bpf_aot_lost_fn *lost;
    void *ctx;
    uint32_t cpu;
    int64_t events;
};

int bpf_aot_perf_attach(struct bpf_aot_map *map, uint32_t cpu, void *memory, uint32_t ring_bytes) {
    struct bpf_aot_ring *ring = memory;
    if (map->type != RT_MAP_perf_event_array) {
        return -RT_EINVAL;
    }
    if (ring) {
        if (ring_bytes < RING_HEADER_BYTES || ring_bytes & (ring_bytes - 1)) {
            return -RT_EINVAL;
        }
        ring->bytes = ring_bytes;
    }
    return (int)bpf_aot_pointers_set(map, &cpu, ring);
}

static int64_t read_record(void *user, struct ring_header *header) {
    struct reader *reader = user;
    if (header->note == PERF_LOST) {
        struct perf_lost *lost = (struct perf_lost *)(header + 1);
        if (reader->lost) {
            reader->lost(reader->ctx, (int)reader->cpu, lost->count);
        }
        return 0;
    }
    uint32_t *size_bytes = (uint32_t *)(header + 1);
    reader->fn(reader->ctx, (int)reader->cpu, size_bytes + 1, *size_bytes);
    reader->events++;
    return 0;
}

int64_t bpf_aot_perf_consume(struct bpf_aot_map *map, bpf_aot_perf_fn *fn, bpf_aot_lost_fn *lost,
                             void *ctx) {
    struct reader reader = {fn, lost, ctx, 0, 0};
    if (map->type != RT_MAP_perf_event_array) {
        return -RT_EINVAL;
    }
    for (; reader.cpu < map->max_entries; reader.cpu++) {
        struct bpf_aot_ring *ring = pointers_load(pointers_slot(map, reader.cpu));
        if (ring) {
            bpf_aot_ring_drain(ring, read_record, &reader);
        }
    }
    return reader.events;
}
