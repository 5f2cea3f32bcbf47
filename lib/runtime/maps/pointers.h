/* SPDX-License-Identifier: Apache-2.0 */
/* Maps whose values are programs or maps: union bpf_aot_slot by index or in a hash's elements.
 * The host changes slots while programs read them. */
#ifndef BPF_AOT_RUNTIME_POINTERS_H
#define BPF_AOT_RUNTIME_POINTERS_H

#include "bytes.h"
#include "maps/maps.h"

/* The slot at `index`, or NULL beyond the end. */
static inline union bpf_aot_slot *pointers_slot(struct bpf_aot_map *map, uint32_t index) {
    return index < map->max_entries ? (union bpf_aot_slot *)map->storage + index : NULL;
}

/* What lies behind the pointer is read through it, so the address orders the accesses: no barrier
 * on any target. */
static inline void *pointers_load(const union bpf_aot_slot *slot) {
    return __atomic_load_n(&slot->pointer, __ATOMIC_RELAXED);
}

/* The host's change of a slot of an index map, with the kernel's errors. */
long bpf_aot_pointers_set(struct bpf_aot_map *map, const void *key, void *pointer);
/* The occupied slot itself, for the host's view. */
void *bpf_aot_pointers_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu);

/* Programs change no such map: the kernel's verifier refuses those that try. */
long bpf_aot_pointers_no_update(struct bpf_aot_map *map, const void *key, const void *value,
                                uint64_t flags);
long bpf_aot_pointers_no_remove(struct bpf_aot_map *map, const void *key);

/* 0 when `inner` may stand in for the template of `map`. */
long bpf_aot_inner_check(const struct bpf_aot_map *map, const struct bpf_aot_map *inner);

#endif
