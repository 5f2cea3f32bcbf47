/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_get_local_storage: kernel/bpf/cgroup.c. The kernel ignores the flags, which are to be 0. */
#include "cpu.h"
#include "maps/cgroup_storage.h"

void *bpf_aot_get_local_storage(struct bpf_aot_map *map, uint64_t flags) {
    return cgroup_value(map, rt_map_cpu(map));
}
