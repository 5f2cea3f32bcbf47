/* SPDX-License-Identifier: Apache-2.0 */
/* The ring of values behind BPF_MAP_TYPE_QUEUE and BPF_MAP_TYPE_STACK: they differ in the end that
 * is read. Positions run from 0 to max_entries. */
#ifndef BPF_AOT_RUNTIME_QUEUE_H
#define BPF_AOT_RUNTIME_QUEUE_H

#include "bytes.h"
#include "maps/lock.h"
#include "maps/no_keys.h"

static inline void *queue_value(const struct bpf_aot_map *map, uint32_t position) {
    struct bpf_aot_queue *queue = map->storage;
    return (unsigned char *)(queue + 1) + (size_t)position * map->value_size;
}

static inline uint32_t queue_after(const struct bpf_aot_map *map, uint32_t position) {
    return position >= map->max_entries ? 0 : position + 1;
}

static inline uint32_t queue_before(const struct bpf_aot_map *map, uint32_t position) {
    return position == 0 ? map->max_entries : position - 1;
}

long bpf_aot_queue_push(struct bpf_aot_map *map, const void *value, uint64_t flags);
/* The value that came in first, or last; zeros and -ENOENT when there is none. */
long bpf_aot_queue_take(struct bpf_aot_map *map, void *value, bool newest, bool removes);

#endif
