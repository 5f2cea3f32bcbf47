/* SPDX-License-Identifier: Apache-2.0 */
/* The array storage of runtime.h: values by index, one run of max_entries values a CPU. */
#ifndef BPF_AOT_RUNTIME_SLOTS_H
#define BPF_AOT_RUNTIME_SLOTS_H

#include "bytes.h"
#include "maps/maps.h"

/* The value at the index in `key` on `cpu`, or NULL beyond the end. */
static inline void *slots_value(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    uint32_t index = rt_load32(key);
    if (index >= map->max_entries) {
        return NULL;
    }
    size_t slot = (size_t)cpu * map->max_entries + index;
    return (unsigned char *)map->storage + slot * rt_round8(map->value_size);
}

/* Checks of an array update, in the kernel's order; 0 when `value` may be stored. */
long bpf_aot_slots_check(const struct bpf_aot_map *map, const void *key, uint64_t flags);
/* Successor by index; the result lives until the calling CPU's next call. */
const void *bpf_aot_slots_next_key(struct bpf_aot_map *map, const void *key);
void *bpf_aot_slots_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu);

long bpf_aot_slots_for_each(struct bpf_aot_map *map, bpf_aot_callback *callback, uint64_t ctx,
                            struct bpf_aot_run *run);

bool bpf_aot_slots_hold(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                        bool writes);

/* devmap, cpumap, xskmap: a value whose first word is 0 is an absent entry. */
void *bpf_aot_slots_present(struct bpf_aot_map *map, const void *key);
long bpf_aot_slots_clear(struct bpf_aot_map *map, const void *key);

#endif
