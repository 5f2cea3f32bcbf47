/* SPDX-License-Identifier: Apache-2.0 */
/* BPF_MAP_TYPE_CGROUP_STORAGE: kernel/bpf/local_storage.c. */
#include "maps/cgroup_storage.h"

enum { LOCK_FLAG = 4 /* uapi BPF_F_LOCK */ };

const uint8_t bpf_aot_cgroup_key[CGROUP_KEY_MAX];

bool bpf_aot_cgroup_is_key(const struct bpf_aot_map *map, const void *key) {
    return map->key_size <= CGROUP_KEY_MAX && memcmp(key, bpf_aot_cgroup_key, map->key_size) == 0;
}

/* Values come with their cgroup: the host cannot create or delete one. */
long bpf_aot_cgroup_update(struct bpf_aot_map *map, const void *key, const void *value,
                           uint64_t flags) {
    if (flags & ~(uint64_t)(RT_EXIST | LOCK_FLAG) || flags & LOCK_FLAG) {
        return -RT_EINVAL;
    }
    void *to = map->ops->lookup(map, key);
    if (!to) {
        return -RT_ENOENT;
    }
    memmove(to, value, map->value_size);
    return 0;
}

long bpf_aot_cgroup_remove(struct bpf_aot_map *map, const void *key) {
    return -RT_EINVAL;
}

const void *bpf_aot_cgroup_next_key(struct bpf_aot_map *map, const void *key) {
    return key && bpf_aot_cgroup_is_key(map, key) ? NULL : bpf_aot_cgroup_key;
}

void *bpf_aot_cgroup_value_on(struct bpf_aot_map *map, const void *key, uint32_t cpu) {
    return cpu < map->cpus && bpf_aot_cgroup_is_key(map, key) ? cgroup_value(map, cpu) : NULL;
}

bool bpf_aot_cgroup_holds(const struct bpf_aot_map *map, size_t offset, uint32_t size_bytes,
                          bool writes) {
    size_t stride = rt_round8(map->value_size);
    return offset < stride * map->cpus && size_bytes <= map->value_size &&
           offset % stride <= map->value_size - size_bytes;
}

static void *storage_lookup(struct bpf_aot_map *map, const void *key) {
    return bpf_aot_cgroup_value_on(map, key, 0);
}

const struct bpf_aot_map_ops bpf_aot_cgroup_storage_ops = {
    .lookup = storage_lookup,
    .update = bpf_aot_cgroup_update,
    .remove = bpf_aot_cgroup_remove,
    .next_key = bpf_aot_cgroup_next_key,
    .value_on = bpf_aot_cgroup_value_on,
    .holds = bpf_aot_cgroup_holds,
};
