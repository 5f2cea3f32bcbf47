/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_map_lookup_percpu_elem: NULL for a CPU that the map has no value of (kernel: not possible).
 */
#include "bpf-aot/runtime.h"

void *bpf_aot_map_lookup_percpu_elem(struct bpf_aot_map *map, void *key, uint32_t cpu) {
    return map->ops->value_on(map, key, cpu);
}
