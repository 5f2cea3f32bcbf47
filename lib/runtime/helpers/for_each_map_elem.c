/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_for_each_map_elem. */
#include "bpf-aot/runtime.h"
#include "errors.h"

int64_t bpf_aot_for_each_map_elem(struct bpf_aot_map *map, bpf_aot_callback *callback,
                                  uint64_t callback_ctx, uint64_t flags, struct bpf_aot_run *run) {
    if (flags || !map->ops->for_each) {
        return -RT_EINVAL;
    }
    return map->ops->for_each(map, callback, callback_ctx, run);
}
