/* SPDX-License-Identifier: Apache-2.0 */
/* What a map is, and maps that the host may no longer change. A created map says so in its flags;
 * the record of an object's map may be constant, so those are listed. */
#include "bpf-aot/host.h"
#include "host/created.h"
#include "host/values.h"
#include "run/objects.h"

enum { FROZEN_MAX = 64 };

static const struct bpf_aot_map *frozen[FROZEN_MAX];
static uint32_t frozen_count;

bool bpf_aot_host_is_frozen(const struct bpf_aot_map *map) {
    if (__atomic_load_n(&map->flags, __ATOMIC_RELAXED) & HOST_FROZEN) {
        return true;
    }
    uint32_t count = __atomic_load_n(&frozen_count, __ATOMIC_ACQUIRE);
    for (uint32_t i = 0; i < count; i++) {
        if (frozen[i] == map) {
            return true;
        }
    }
    return false;
}

static bool is_of_object(const struct bpf_aot_map *map) {
    uint32_t id = bpf_aot_map_id(map);
    return id <= bpf_aot_map_count();
}

/* With the host's lock held. */
static int freeze(struct bpf_aot_map *map, bool listed) {
    if (bpf_aot_host_is_frozen(map)) {
        return -RT_EBUSY;
    }
    if (!listed) {
        __atomic_fetch_or(&map->flags, HOST_FROZEN, __ATOMIC_RELAXED);
        return 0;
    }
    if (frozen_count == FROZEN_MAX) {
        return -RT_ENOMEM;
    }
    frozen[frozen_count] = map;
    __atomic_store_n(&frozen_count, frozen_count + 1, __ATOMIC_RELEASE);
    return 0;
}

/* kernel: map_freeze. A map that is frozen may be written no more, so that comes as -EPERM. */
int bpf_aot_map_freeze(struct bpf_aot_map *map) {
    int status = bpf_aot_host_permits(map, HOST_RDONLY);
    if (status) {
        return status;
    }
    bool listed = is_of_object(map);
    bpf_aot_host_lock();
    status = freeze(map, listed);
    bpf_aot_host_unlock();
    return status;
}

int bpf_aot_map_get_info(const struct bpf_aot_map *map, struct bpf_aot_map_info *info) {
    *info = (struct bpf_aot_map_info){
        .type = map->type,
        .id = bpf_aot_map_id(map),
        .key_size = map->key_size,
        .value_size = map->value_size,
        .max_entries = map->max_entries,
        .flags = map->flags & ~(HOST_RDONLY | HOST_WRONLY | HOST_FROZEN),
        .cpus = map->cpus,
        .frozen = bpf_aot_host_is_frozen(map),
    };
    for (uint32_t i = 0; i < sizeof(info->name) - 1 && map->name[i]; i++) {
        info->name[i] = map->name[i];
    }
    return 0;
}
