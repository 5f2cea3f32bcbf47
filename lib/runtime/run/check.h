/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a map holds what an access touches. */
#ifndef BPF_AOT_RUNTIME_CHECK_H
#define BPF_AOT_RUNTIME_CHECK_H

#include "bpf-aot/runtime.h"

static inline bool check_map(const struct bpf_aot_map *map, uint64_t address, uint32_t size_bytes,
                             bool writes) {
    uint64_t offset = address - (uintptr_t)map->storage;
    return map->ops->holds && offset <= SIZE_MAX &&
           map->ops->holds(map, (size_t)offset, size_bytes, writes);
}

#endif
