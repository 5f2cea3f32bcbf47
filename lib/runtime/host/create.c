/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_aot_map_create: the checks of map_create and of each type's allocation, then one piece of
 * memory for the map and its storage. */
#include "bpf-aot/host.h"
#include "bytes.h"
#include "host/created.h"

enum {
    MAX_STORAGE_SHIFT = 48,
    BLOOM_HASHES = 5, /* kernel: bloom_map_alloc */
    BLOOM_HASHES_MAX = 15,
    PAGE_BYTES = 4096,
    TYPE_QUEUE = 22,
    TYPE_STACK = 23,
    TYPE_RINGBUF = 27,
    TYPE_BLOOM = 30,
    TYPE_USER_RINGBUF = 31,
    ELEMENT_BYTES = (4 << 20) - 48, /* KMALLOC_MAX_SIZE of x86 less struct htab_elem */
};

/* How a row of maps.def becomes a map. */
enum cpus { CPUS_ONE, CPUS_EACH, CPUS_HASHES };

struct kind {
    uint32_t id;
    const struct bpf_aot_map_ops *ops;
    uint64_t (*storage_bytes)(uint32_t key_size, uint32_t value_size, uint32_t max_entries,
                              uint32_t cpus);
    enum cpus cpus;
};

#define MAP_TYPE(id, name, STORAGE, key, cpus)                                                     \
    static uint64_t name##_bytes(uint32_t key_size, uint32_t value_size, uint32_t max_entries,     \
                                 uint32_t slots) {                                                 \
        return BPF_AOT_##STORAGE##_BYTES(key_size, value_size, max_entries, slots);                \
    }
#include "bpf-aot/maps.def"

static const struct kind kinds[] = {
#define MAP_TYPE(id, name, STORAGE, key, cpus)                                                     \
    {id, &bpf_aot_##name##_ops, name##_bytes, CPUS_##cpus},
#include "bpf-aot/maps.def"
};

static const struct kind *kind_of(uint32_t id) {
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].id == id) {
            return &kinds[i];
        }
    }
    return NULL;
}

struct request {
    const struct host_type *type;
    const struct kind *kind;
    const struct bpf_aot_map_opts *opts;
    uint32_t key_size, value_size, max_entries, cpus;
};

/* kernel: bpf_get_file_flag, bpf_map_flags_access_ok, and each type's mask. */
static int check_flags(const struct request *request) {
    uint32_t flags = request->opts->flags;
    uint32_t both_host = HOST_RDONLY | HOST_WRONLY;
    uint32_t both_program = RT_RDONLY_PROG | RT_WRONLY_PROG;
    if (flags & ~request->type->flags || (flags & both_host) == both_host ||
        (flags & both_program) == both_program ||
        (flags & request->type->required) != request->type->required ||
        (flags & HOST_NUMA_NODE && request->opts->numa_node)) {
        return -RT_EINVAL;
    }
    return flags & request->type->refused ? -RT_ENOTSUPP : 0;
}

static bool is_ring(const struct request *request) {
    return request->type->id == TYPE_RINGBUF || request->type->id == TYPE_USER_RINGBUF;
}

/* Of devmaps and cpumaps only the ends of the range. */
static bool is_odd_value(const struct request *request) {
    return request->type->value_max == 8 && request->value_size % 4;
}

static bool is_bad_size(const struct request *request) {
    const struct host_type *type = request->type;
    uint32_t entries = request->max_entries;
    if (is_ring(request) && (entries & (entries - 1) || entries % PAGE_BYTES)) {
        return true;
    }
    return entries == 0 || request->key_size < type->key_min || request->key_size > type->key_max ||
           request->value_size < type->value_min || request->value_size > type->value_max ||
           is_odd_value(request);
}

static bool is_too_large(const struct request *request) {
    const struct host_type *type = request->type;
    uint64_t bytes = (uint64_t)request->key_size + request->value_size;
    bool is_queue = type->id == TYPE_QUEUE || type->id == TYPE_STACK;
    if (type->view == VIEW_CPUS &&
        (bytes >= ELEMENT_BYTES || BPF_AOT_ROUND8(request->value_size) > type->largest)) {
        return true;
    }
    if (is_queue && (uint64_t)request->max_entries * request->value_size > UINT32_MAX - 1) {
        return true;
    }
    return bytes > type->largest || request->max_entries > type->entries;
}

/* kernel: bpf_map_meta_alloc: no map of maps, and none that forbids to be one. */
static int check_inner(const struct request *request) {
    const struct bpf_aot_map *inner = request->opts->inner;
    if (request->type->view != VIEW_MAPS) {
        return 0;
    }
    if (!inner) {
        return -RT_EBADF;
    }
    const struct host_type *type = bpf_aot_host_type(inner->type);
    if (!type || type->view == VIEW_MAPS) {
        return -RT_EINVAL;
    }
    return type->view == VIEW_PROGRAMS ? -RT_ENOTSUPP : 0;
}

static int check(const struct request *request) {
    bool is_bloom = request->type->id == TYPE_BLOOM;
    uint64_t extra = request->opts->extra;
    if (is_bloom ? extra > BLOOM_HASHES_MAX : extra != 0) {
        return -RT_EINVAL;
    }
    int status = check_flags(request);
    if (status) {
        return status;
    }
    if (is_bad_size(request)) {
        return -RT_EINVAL;
    }
    return is_too_large(request) ? -RT_E2BIG : check_inner(request);
}

/* kernel: bpf_obj_name_cpy. */
static int copy_name(char *to, const char *name) {
    for (uint32_t i = 0; name && name[i]; i++) {
        char c = name[i];
        bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (i == HOST_NAME_BYTES - 1 ||
            !(is_letter || (c >= '0' && c <= '9') || c == '_' || c == '.')) {
            return -RT_EINVAL;
        }
        to[i] = c;
    }
    return 0;
}

static uint32_t cpus_of(const struct request *request) {
    uint64_t extra = request->opts->extra;
    if (request->kind->cpus == CPUS_HASHES) {
        return extra ? (uint32_t)extra : BLOOM_HASHES;
    }
    return request->kind->cpus == CPUS_EACH && bpf_aot_active_cpus ? bpf_aot_active_cpus : 1;
}

/* Of the struct and the storage behind it; 0: too many. */
static size_t bytes_of(const struct request *request) {
    uint64_t element = BPF_AOT_ROUND8(request->key_size) + BPF_AOT_ROUND8(request->value_size) + 16;
    /* 2^32 entries of at most 2^31 bytes still fit. */
    uint64_t limit = (uint64_t)1 << MAX_STORAGE_SHIFT;
    if (element * request->max_entries > limit / request->cpus) {
        return 0;
    }
    uint64_t bytes = request->kind->storage_bytes(request->key_size, request->value_size,
                                                  request->max_entries, request->cpus);
    bytes += BPF_AOT_ROUND8(sizeof(struct created));
    return bytes > SIZE_MAX / 2 ? 0 : (size_t)bytes;
}

static void fill(struct created *created, const struct request *request) {
    uint32_t flags = request->opts->flags;
    created->map = (struct bpf_aot_map){
        .ops = request->kind->ops,
        .name = created->name,
        .storage = (char *)created + BPF_AOT_ROUND8(sizeof(*created)),
        .type = request->type->id,
        .key_size = request->key_size,
        .value_size = request->value_size,
        .max_entries = request->max_entries,
        .flags = flags,
        .cpus = request->cpus,
    };
    if (request->type->view == VIEW_MAPS) {
        created->inner = *request->opts->inner;
        created->inner.storage = NULL;
        created->inner.name = created->name;
        created->map.inner = &created->inner;
    }
}

/* kernel: htab_map_alloc: every CPU's list gets the same number of elements. */
static void round_entries(struct request *request) {
    uint32_t cpus = bpf_aot_active_cpus ? bpf_aot_active_cpus : 1;
    uint32_t rest = request->max_entries % cpus;
    if (request->opts->flags & HOST_NO_COMMON_LRU && rest) {
        request->max_entries += cpus - rest;
    }
}

int bpf_aot_map_create(uint32_t type, const char *name, uint32_t key_size, uint32_t value_size,
                       uint32_t max_entries, const struct bpf_aot_map_opts *opts,
                       struct bpf_aot_map **map) {
    static const struct bpf_aot_map_opts no_opts;
    struct request request = {bpf_aot_host_type(type),
                              kind_of(type),
                              opts ? opts : &no_opts,
                              key_size,
                              value_size,
                              max_entries,
                              1};
    char checked_name[HOST_NAME_BYTES] = "";
    int status = copy_name(checked_name, name);
    if (!status) {
        status = request.type && request.kind ? check(&request) : -RT_EINVAL;
    }
    if (status) {
        return status;
    }
    round_entries(&request);
    request.cpus = cpus_of(&request);
    size_t bytes = bytes_of(&request);
    struct created *created = bytes ? bpf_aot_host_alloc(bytes) : NULL;
    if (!created) {
        return -RT_ENOMEM;
    }
    fill(created, &request);
    memcpy(created->name, checked_name, sizeof(created->name));
    created->bytes = bytes;
    bpf_aot_host_lock();
    bpf_aot_created_add(created);
    bpf_aot_host_unlock();
    *map = &created->map;
    return 0;
}
