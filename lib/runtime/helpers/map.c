/* SPDX-License-Identifier: Apache-2.0 */
/* The map helpers: the map's type knows the rest. */
#include "bpf-aot/runtime.h"

void *bpf_aot_map_lookup_elem(struct bpf_aot_map *map, void *key) {
    return map->ops->lookup(map, key);
}

int64_t bpf_aot_map_update_elem(struct bpf_aot_map *map, void *key, void *value, uint64_t flags) {
    return map->ops->update(map, key, value, flags);
}

int64_t bpf_aot_map_delete_elem(struct bpf_aot_map *map, void *key) {
    return map->ops->remove(map, key);
}
