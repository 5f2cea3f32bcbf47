/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE. */
#include "cpu.h"
#include "maps/cgroup_storage.h"

static void *storage_lookup(struct bpf_aot_map *map, const void *key) {
    return bpf_aot_cgroup_value_on(map, key, rt_map_cpu(map));
}

const struct bpf_aot_map_ops bpf_aot_percpu_cgroup_storage_ops = {
    .lookup = storage_lookup,
    .update = bpf_aot_cgroup_update,
    .remove = bpf_aot_cgroup_remove,
    .next_key = bpf_aot_cgroup_next_key,
    .value_on = bpf_aot_cgroup_value_on,
    .holds = bpf_aot_cgroup_holds,
};
