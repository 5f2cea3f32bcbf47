/* SPDX-License-Identifier: Apache-2.0 */
/* Lookups and changes by key of maps that have none. */
#include "maps/no_keys.h"

void *bpf_aot_no_keys_lookup(struct bpf_aot_map *map, const void *key) {
    return NULL;
}

long bpf_aot_no_keys_update(struct bpf_aot_map *map, const void *key, const void *value,
                            uint64_t flags) {
    return -RT_EINVAL;
}

long bpf_aot_no_keys_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EINVAL;
}

long bpf_aot_no_values_update(struct bpf_aot_map *map, const void *key, const void *value,
                              uint64_t flags) {
    return -RT_ENOTSUPP;
}

long bpf_aot_no_values_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_ENOTSUPP;
}

const void *bpf_aot_no_keys_next(struct bpf_aot_map *map, const void *key) {
    return NULL;
}

void *bpf_aot_no_keys_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return NULL;
}
