/* SPDX-License-Identifier: Apache-2.0 */
/* How the views of host/types.def read and change an element. */
#include "host/values.h"

#include "bpf-aot/host.h"
#include "bytes.h"
#include "cpu.h"
#include "host/created.h"
#include "maps/fields.h"

/* Programs write values while the host copies them, as in the kernel: no data race that
 * ThreadSanitizer should see, and bytes one by one where words are not aligned. */
__attribute__((no_sanitize("thread"))) static void copy(void *to, const void *from,
                                                        size_t size_bytes) {
    volatile unsigned char *bytes = to;
    size_t done = 0;
    if (rt_is_aligned(to, sizeof(rt_word)) && rt_is_aligned(from, sizeof(rt_word))) {
        for (; done + sizeof(rt_word) <= size_bytes; done += sizeof(rt_word)) {
            *(volatile rt_aligned_word *)(bytes + done) =
                *(const volatile rt_aligned_word *)((const char *)from + done);
        }
    }
    for (; done < size_bytes; done++) {
        bytes[done] = ((const volatile unsigned char *)from)[done];
    }
}

static uint32_t cpus_of(const struct bpf_aot_map *map) {
    return bpf_aot_active_cpus < map->cpus ? bpf_aot_active_cpus : map->cpus;
}

static const struct host_type *type_of(const struct bpf_aot_map *map) {
    static const struct host_type unknown = {.view = VIEW_NONE, .missing = RT_ENOTSUPP};
    const struct host_type *type = bpf_aot_host_type(map->type);
    return type ? type : &unknown;
}

size_t bpf_aot_map_value_bytes(const struct bpf_aot_map *map) {
    enum host_view view = type_of(map)->view;
    if (view == VIEW_CPUS) {
        return rt_round8(map->value_size) * cpus_of(map);
    }
    return view == VIEW_MAPS || view == VIEW_PROGRAMS ? sizeof(uint32_t) : map->value_size;
}

/* The host sees no locks, timers and kptrs. With BPF_F_LOCK, of a value that has a lock, nobody who
 * takes it writes meanwhile. */
static int copy_found(struct bpf_aot_map *map, void *found, void *value, uint64_t flags) {
    if (!found) {
        return -RT_ENOENT;
    }
    uint32_t *lock = flags & HOST_LOCK ? bpf_aot_fields_lock(map, found) : NULL;
    if (lock && !bpf_aot_lock_value(lock)) {
        return -RT_EBUSY;
    }
    copy(value, found, map->value_size);
    if (lock) {
        bpf_aot_unlock_value(lock);
    }
    bpf_aot_fields_clear(map, value);
    return 0;
}

static int copy_value(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    return copy_found(map, map->ops->lookup(map, key), value, flags);
}

static int copy_quiet(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    return copy_found(map, map->ops->value_on(map, key, 0), value, flags);
}

/* Whole rounded values, as the kernel's copy_map_value_long. */
static int copy_cpus(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    size_t stride = rt_round8(map->value_size);
    for (uint32_t cpu = 0; cpu < cpus_of(map); cpu++) {
        const void *found = map->ops->value_on(map, key, cpu);
        if (!found) {
            return -RT_ENOENT;
        }
        copy((char *)value + cpu * stride, found, stride);
    }
    return 0;
}

static int copy_handle(void *value, uint32_t id) {
    memcpy(value, &id, sizeof(id));
    return id ? 0 : -RT_ENOENT;
}

static int copy_program(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    const union bpf_aot_slot *slot = map->ops->value_on(map, key, 0);
    return copy_handle(value, slot ? bpf_aot_program_id(slot->pointer) : 0);
}

static int copy_map(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    const struct bpf_aot_map *inner = map->ops->lookup(map, key);
    return copy_handle(value, inner ? bpf_aot_map_id(inner) : 0);
}

static int peek(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    return (int)map->ops->peek(map, value);
}

static int copy_none(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    return -(int)type_of(map)->missing;
}

static int store_value(struct bpf_aot_map *map, const void *key, const void *value,
                       uint64_t flags) {
    return (int)map->ops->update(map, key, value, flags);
}

/* The map's own update checks and stores what belongs to the calling CPU. */
static int store_cpus(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags) {
    size_t stride = rt_round8(map->value_size);
    uint32_t own = rt_map_cpu(map) < cpus_of(map) ? rt_map_cpu(map) : 0;
    long status = map->ops->update(map, key, (const char *)value + own * stride, flags);
    for (uint32_t cpu = 0; status == 0 && cpu < cpus_of(map); cpu++) {
        void *found = map->ops->value_on(map, key, cpu);
        if (found) {
            copy(found, (const char *)value + cpu * stride, stride);
        }
    }
    return (int)status;
}

/* kernel: bpf_fd_array_map_update_elem. */
static int store_program(struct bpf_aot_map *map, const void *key, const void *value,
                         uint64_t flags) {
    if (flags != RT_ANY) {
        return -RT_EINVAL;
    }
    if (rt_load32(key) >= map->max_entries) {
        return -RT_E2BIG;
    }
    const struct bpf_aot_program *program = bpf_aot_program_by_id(rt_load32(value));
    return program ? (int)map->ops->set(map, key, (void *)program) : -RT_EBADF;
}

/* An array has all of its slots and takes BPF_ANY only; a hash tells absent keys from others. */
static int check_slot(const struct bpf_aot_map *map, const void *key, bool present,
                      uint64_t flags) {
    if (map->type == RT_MAP_array_of_maps) {
        bool within = rt_load32(key) < map->max_entries;
        return flags != RT_ANY ? -RT_EINVAL : within ? 0 : -RT_E2BIG;
    }
    if (flags > RT_EXIST) {
        return -RT_EINVAL;
    }
    if (present) {
        return flags == RT_NOEXIST ? -RT_EEXIST : 0;
    }
    return flags == RT_EXIST ? -RT_ENOENT : 0;
}

/* With the host's lock held. */
static int set_map(struct bpf_aot_map *map, const void *key, struct bpf_aot_map *inner,
                   struct created **last) {
    const struct bpf_aot_map *old = map->ops->lookup(map, key);
    int status = (int)map->ops->set(map, key, inner);
    if (status) {
        return status;
    }
    if (inner) {
        bpf_aot_created_hold(inner);
    }
    *last = old ? bpf_aot_created_drop(old) : NULL;
    return 0;
}

static int change_map(struct bpf_aot_map *map, const void *key, struct bpf_aot_map *inner,
                      uint64_t flags) {
    struct created *last = NULL;
    bpf_aot_host_lock();
    int status = check_slot(map, key, map->ops->lookup(map, key) != NULL, flags);
    if (!status) {
        status = set_map(map, key, inner, &last);
    }
    bpf_aot_host_unlock();
    bpf_aot_created_free(last);
    return status;
}

static int store_map(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags) {
    /* An array looks at flags and index before it looks for the map. */
    bool is_array = map->type == RT_MAP_array_of_maps;
    int status = is_array ? check_slot(map, key, true, flags) : 0;
    struct bpf_aot_map *inner = bpf_aot_map_by_id(rt_load32(value));
    if (status || !inner) {
        return status ? status : -RT_EBADF;
    }
    return change_map(map, key, inner, flags);
}

static int push(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags) {
    return (int)map->ops->push(map, value, flags);
}

static int remove_value(struct bpf_aot_map *map, const void *key) {
    return (int)map->ops->remove(map, key);
}

static int remove_program(struct bpf_aot_map *map, const void *key) {
    return (int)map->ops->set(map, key, NULL);
}

static int remove_map(struct bpf_aot_map *map, const void *key) {
    return change_map(map, key, NULL, RT_ANY);
}

/* What the views of host/types.h do. */
static const struct {
    int (*copy)(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags);
    int (*store)(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags);
    int (*remove)(struct bpf_aot_map *map, const void *key);
} views[] = {
    [VIEW_VALUE] = {copy_value, store_value, remove_value},
    [VIEW_QUIET] = {copy_quiet, store_value, remove_value},
    [VIEW_CPUS] = {copy_cpus, store_cpus, remove_value},
    [VIEW_PROGRAMS] = {copy_program, store_program, remove_program},
    [VIEW_MAPS] = {copy_map, store_map, remove_map},
    [VIEW_PUSHED] = {peek, push, remove_value},
    [VIEW_NONE] = {copy_none, store_value, remove_value},
};

int bpf_aot_host_copy(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    return views[type_of(map)->view].copy(map, key, value, flags);
}

int bpf_aot_host_store(struct bpf_aot_map *map, const void *key, const void *value,
                       uint64_t flags) {
    return views[type_of(map)->view].store(map, key, value, flags);
}

int bpf_aot_host_remove(struct bpf_aot_map *map, const void *key) {
    return views[type_of(map)->view].remove(map, key);
}

/* kernel: __htab_map_lookup_and_delete_elem. An update that comes in between makes an element of
 * its own. */
int bpf_aot_host_take(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags) {
    if (!map->ops->detach) {
        int status = bpf_aot_host_copy(map, key, value, flags);
        return status ? status : bpf_aot_host_remove(map, key);
    }
    char *found = map->ops->detach(map, key);
    if (!found) {
        return -RT_ENOENT;
    }
    size_t stride = rt_round8(map->value_size);
    int status = 0;
    if (type_of(map)->view == VIEW_CPUS) {
        copy(value, found, stride * cpus_of(map));
    } else {
        status = copy_found(map, found, value, flags);
    }
    map->ops->reuse(map, found);
    return status;
}

int bpf_aot_host_check_lock(const struct bpf_aot_map *map, uint64_t flags) {
    return (int)bpf_aot_fields_check(map, flags & HOST_LOCK);
}

int bpf_aot_host_permits(const struct bpf_aot_map *map, uint32_t forbidden) {
    bool writes = forbidden & HOST_RDONLY;
    bool denied = map->flags & forbidden || (writes && bpf_aot_host_is_frozen(map));
    return denied ? -RT_EPERM : 0;
}
