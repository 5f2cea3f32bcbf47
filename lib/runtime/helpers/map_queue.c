/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_map_push_elem, bpf_map_pop_elem, bpf_map_peek_elem. */
#include "bpf-aot/runtime.h"
#include "errors.h"

int64_t bpf_aot_map_push_elem(struct bpf_aot_map *map, void *value, uint64_t flags) {
    return map->ops->push ? map->ops->push(map, value, flags) : -RT_EOPNOTSUPP;
}

int64_t bpf_aot_map_pop_elem(struct bpf_aot_map *map, void *value) {
    return map->ops->pop ? map->ops->pop(map, value) : -RT_EOPNOTSUPP;
}

int64_t bpf_aot_map_peek_elem(struct bpf_aot_map *map, void *value) {
    return map->ops->peek ? map->ops->peek(map, value) : -RT_EOPNOTSUPP;
}
