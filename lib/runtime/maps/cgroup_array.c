/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_CGROUP_ARRAY: the value is the id of a cgroup, 0 for none. The host's alone. */
#include "maps/slots.h"

/* kernel: bpf_fd_array_map_update_elem */
static long cgroup_array_update(struct bpf_aot_map *map, const void *key, const void *value,
                                uint64_t flags) {
    if (flags != RT_ANY) {
        return -RT_EINVAL;
    }
    void *slot = slots_value(map, key, 0);
    if (!slot) {
        return -RT_E2BIG;
    }
    __atomic_store_n((uint32_t *)slot, rt_load32(value), __ATOMIC_RELAXED);
    return 0;
}

/* kernel: __fd_array_map_delete_elem */
static long cgroup_array_remove(struct bpf_aot_map *map, const void *key) {
    void *slot = slots_value(map, key, 0);
    if (!slot) {
        return -RT_E2BIG;
    }
    return __atomic_exchange_n((uint32_t *)slot, 0, __ATOMIC_RELAXED) ? 0 : -RT_ENOENT;
}

const struct bpf_aot_map_ops bpf_aot_cgroup_array_ops = {
    .lookup = bpf_aot_slots_present,
    .update = cgroup_array_update,
    .remove = cgroup_array_remove,
    .next_key = bpf_aot_slots_next_key,
    .value_on = bpf_aot_slots_value_on,
};
