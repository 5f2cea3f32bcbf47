/* SPDX-License-Identifier: Apache-2.0 */
/* What map types without keys answer where a key is wanted. */
#ifndef BPF_AOT_RUNTIME_NO_KEYS_H
#define BPF_AOT_RUNTIME_NO_KEYS_H

#include "maps/maps.h"

void *bpf_aot_no_keys_lookup(struct bpf_aot_map *map, const void *key);
/* Queue, stack, bloom filter: -EINVAL. */
long bpf_aot_no_keys_update(struct bpf_aot_map *map, const void *key, const void *value,
                            uint64_t flags);
long bpf_aot_no_keys_remove(struct bpf_aot_map *map, const void *key);
/* Ring buffers: -ENOTSUPP. */
long bpf_aot_no_values_update(struct bpf_aot_map *map, const void *key, const void *value,
                              uint64_t flags);
long bpf_aot_no_values_remove(struct bpf_aot_map *map, const void *key);
const void *bpf_aot_no_keys_next(struct bpf_aot_map *map, const void *key);
void *bpf_aot_no_keys_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu);

#endif
