/* SPDX-License-Identifier: Apache-2.0 */
/* Operations on one element: the checks of kernel/bpf/syscall.c in its order. */
#include "bpf-aot/host.h"
#include "bytes.h"
#include "host/values.h"

/* kernel: __bpf_copy_key. */
static int check_key(const struct bpf_aot_map *map, const void *key) {
    if (map->key_size == 0) {
        return key ? -RT_EINVAL : 0;
    }
    return key ? 0 : -RT_EFAULT;
}

int bpf_aot_map_lookup(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    int status = flags & ~(uint64_t)HOST_LOCK ? -RT_EINVAL : 0;
    if (!status) {
        status = bpf_aot_host_permits(map, HOST_WRONLY);
    }
    if (!status) {
        status = bpf_aot_host_check_lock(map, flags);
    }
    if (!status) {
        status = check_key(map, key);
    }
    if (status) {
        return status;
    }
    return value ? bpf_aot_host_copy(map, key, value, flags) : -RT_EFAULT;
}

int bpf_aot_map_update(struct bpf_aot_map *map, const void *key, const void *value,
                       uint64_t flags) {
    int status = bpf_aot_host_permits(map, HOST_RDONLY);
    if (!status) {
        status = bpf_aot_host_check_lock(map, flags);
    }
    if (!status) {
        status = check_key(map, key);
    }
    if (status) {
        return status;
    }
    return value ? bpf_aot_host_store(map, key, value, flags) : -RT_EFAULT;
}

int bpf_aot_map_delete(struct bpf_aot_map *map, const void *key) {
    int status = bpf_aot_host_permits(map, HOST_RDONLY);
    if (!status) {
        status = check_key(map, key);
    }
    return status ? status : bpf_aot_host_remove(map, key);
}

static int take(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    const struct host_type *type = bpf_aot_host_type(map->type);
    if (map->ops->pop) {
        return (int)map->ops->pop(map, value);
    }
    bool is_hash = type && type->batch & BATCH_TAKE && type->view != VIEW_MAPS;
    return is_hash ? bpf_aot_host_take(map, key, value, flags) : -RT_ENOTSUPP;
}

int bpf_aot_map_lookup_and_delete(struct bpf_aot_map *map, const void *key, void *value,
                                  uint64_t flags) {
    int status = flags & ~(uint64_t)HOST_LOCK ? -RT_EINVAL : 0;
    if (!status) {
        status = bpf_aot_host_permits(map, HOST_RDONLY | HOST_WRONLY);
    }
    if (!status) {
        status = bpf_aot_host_check_lock(map, flags);
    }
    if (!status) {
        status = check_key(map, key);
    }
    if (status) {
        return status;
    }
    return value ? take(map, key, value, flags) : -RT_EFAULT;
}

int bpf_aot_map_get_next_key(struct bpf_aot_map *map, const void *key, void *next) {
    int status = bpf_aot_host_permits(map, HOST_WRONLY);
    if (!status && key) {
        status = check_key(map, key);
    }
    if (status) {
        return status;
    }
    const struct host_type *type = bpf_aot_host_type(map->type);
    if (!type || map->key_size == 0) {
        return type ? -(int)type->missing : -RT_ENOTSUPP;
    }
    const void *found = map->ops->next_key(map, key);
    if (!found) {
        return -RT_ENOENT;
    }
    if (!next) {
        return -RT_EFAULT;
    }
    memmove(next, found, map->key_size);
    return 0;
}
