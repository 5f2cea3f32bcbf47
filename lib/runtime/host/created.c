/* SPDX-License-Identifier: Apache-2.0 */
#include "host/created.h"

#include "bpf-aot/host.h"
#include "maps/lock.h"
#include "run/objects.h"

static uint32_t lock;
static struct created *list; /* newest first: ids fall */
static uint32_t last_id;     /* of created maps, above those of objects */

void bpf_aot_host_lock(void) {
    rt_lock(&lock);
}

void bpf_aot_host_unlock(void) {
    rt_unlock(&lock);
}

static struct created *find(const struct bpf_aot_map *map) {
    struct created *created = list;
    while (created && &created->map != map) {
        created = created->next;
    }
    return created;
}

void bpf_aot_created_add(struct created *created) {
    created->id = bpf_aot_map_count() + ++last_id;
    created->references = 1;
    created->next = list;
    /* bpf_aot_created_holds walks the list without the lock. */
    __atomic_store_n(&list, created, __ATOMIC_RELEASE);
}

void bpf_aot_created_hold(const struct bpf_aot_map *map) {
    struct created *created = find(map);
    if (created) {
        created->references++;
    }
}

struct created *bpf_aot_created_drop(const struct bpf_aot_map *map) {
    for (struct created **link = &list; *link; link = &(*link)->next) {
        struct created *created = *link;
        if (&created->map == map) {
            if (--created->references) {
                return NULL;
            }
            __atomic_store_n(link, created->next, __ATOMIC_RELEASE);
            return created;
        }
    }
    return NULL;
}

/* A map of maps holds no other map of maps, so this ends. */
static void drop_inner(struct created *created) {
    const struct host_type *type = bpf_aot_host_type(created->map.type);
    struct bpf_aot_map *map = &created->map;
    if (!type || type->view != VIEW_MAPS) {
        return;
    }
    const void *key = NULL;
    while ((key = map->ops->next_key(map, key))) {
        struct bpf_aot_map *inner = map->ops->lookup(map, key);
        bpf_aot_host_lock();
        struct created *last = inner ? bpf_aot_created_drop(inner) : NULL;
        bpf_aot_host_unlock();
        if (last) {
            bpf_aot_host_free(last, last->bytes);
        }
    }
}

void bpf_aot_created_free(struct created *created) {
    if (created) {
        drop_inner(created);
        bpf_aot_host_free(created, created->bytes);
    }
}

struct bpf_aot_map *bpf_aot_created_by_id(uint32_t id) {
    struct created *created = list;
    while (created && created->id != id) {
        created = created->next;
    }
    return created ? &created->map : NULL;
}

void bpf_aot_map_hold(struct bpf_aot_map *map) {
    bpf_aot_host_lock();
    bpf_aot_created_hold(map);
    bpf_aot_host_unlock();
}

void bpf_aot_map_destroy(struct bpf_aot_map *map) {
    bpf_aot_host_lock();
    struct created *last = bpf_aot_created_drop(map);
    bpf_aot_host_unlock();
    bpf_aot_created_free(last);
}

uint32_t bpf_aot_map_id(const struct bpf_aot_map *map) {
    struct bpf_aot_map *one;
    for (uint32_t i = 0; (one = bpf_aot_map_at(i)); i++) {
        if (one == map) {
            return i + 1;
        }
    }
    bpf_aot_host_lock();
    struct created *created = find(map);
    uint32_t id = created ? created->id : 0;
    bpf_aot_host_unlock();
    return id;
}

struct bpf_aot_map *bpf_aot_map_by_id(uint32_t id) {
    if (id && id <= bpf_aot_map_count()) {
        return bpf_aot_map_at(id - 1);
    }
    bpf_aot_host_lock();
    struct bpf_aot_map *map = bpf_aot_created_by_id(id);
    bpf_aot_host_unlock();
    return map;
}

int bpf_aot_map_next_id(uint32_t id, uint32_t *next) {
    uint32_t found = 0;
    if (id < bpf_aot_map_count()) {
        *next = id + 1;
        return 0;
    }
    bpf_aot_host_lock();
    for (struct created *created = list; created && created->id > id; created = created->next) {
        found = created->id;
    }
    bpf_aot_host_unlock();
    if (!found) {
        return -RT_ENOENT;
    }
    *next = found;
    return 0;
}

/* For run/check.c: programs find created maps in maps of maps. */
bool bpf_aot_created_holds(uint64_t address, uint32_t size_bytes, uint32_t forbidden, bool writes) {
    struct created *created = __atomic_load_n(&list, __ATOMIC_ACQUIRE);
    for (; created; created = __atomic_load_n(&created->next, __ATOMIC_ACQUIRE)) {
        struct bpf_aot_map *map = &created->map;
        uint64_t offset = address - (uintptr_t)map->storage;
        if (!(map->flags & forbidden) && map->ops->holds && offset <= SIZE_MAX &&
            map->ops->holds(map, (size_t)offset, size_bytes, writes)) {
            return true;
        }
    }
    return false;
}
