/* SPDX-License-Identifier: Apache-2.0 */
/* The common parts of the map types that hold programs or maps. */
#include "maps/pointers.h"

long bpf_aot_pointers_set(struct bpf_aot_map *map, const void *key, void *pointer) {
    union bpf_aot_slot *slot = pointers_slot(map, rt_load32(key));
    if (!slot) {
        return -RT_E2BIG;
    }
    void *old = __atomic_exchange_n(&slot->pointer, pointer, __ATOMIC_ACQ_REL);
    return !pointer && !old ? -RT_ENOENT : 0;
}

void *bpf_aot_pointers_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    union bpf_aot_slot *slot = pointers_slot(map, rt_load32(key));
    return cpu == 0 && slot && pointers_load(slot) ? slot : NULL;
}

long bpf_aot_pointers_no_update(struct bpf_aot_map *map, const void *key, const void *value,
                                uint64_t flags) {
    return -RT_EINVAL;
}

long bpf_aot_pointers_no_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EINVAL;
}
