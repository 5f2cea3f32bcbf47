/* SPDX-License-Identifier: Apache-2.0 */
/* Storage of the one cgroup that programs run in; the host's view has it under a key of zeros. */
#ifndef BPF_AOT_RUNTIME_CGROUP_STORAGE_H
#define BPF_AOT_RUNTIME_CGROUP_STORAGE_H

#include "bytes.h"
#include "maps/maps.h"

enum { CGROUP_KEY_MAX = 16 }; /* struct bpf_cgroup_storage_key */

extern const uint8_t bpf_aot_cgroup_key[CGROUP_KEY_MAX];

bool bpf_aot_cgroup_is_key(const struct bpf_aot_map *map, const void *key);
long bpf_aot_cgroup_update(struct bpf_aot_map *map, const void *key, const void *value,
                           uint64_t flags);
long bpf_aot_cgroup_remove(struct bpf_aot_map *map, const void *key);
const void *bpf_aot_cgroup_next_key(struct bpf_aot_map *map, const void *key);
void *bpf_aot_cgroup_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu);
bool bpf_aot_cgroup_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                          bool writes);

static inline void *cgroup_value(const struct bpf_aot_map *map, uint32_t cpu) {
    return (char *)map->storage + rt_round8(map->value_size) * cpu;
}

#endif
