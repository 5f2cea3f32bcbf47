/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of <bpf/bpf.h> that the kernel's map tests call, by the host API. Storage is shared
 * memory, since the tests fork; a descriptor is one of /dev/null, so that its number is taken. */
#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static struct bpf_aot_map *maps[SHIM_FDS];

int __real_close(int fd);
int __wrap_close(int fd);

static __attribute__((constructor)) void count_cpus(void) {
    bpf_aot_active_cpus = (uint32_t)sysconf(_SC_NPROCESSORS_CONF);
}

/* A thread that moves to another CPU in the middle of an operation only shares that CPU's part. */
uint32_t bpf_aot_this_cpu(void) {
    return (uint32_t)sched_getcpu() % bpf_aot_active_cpus;
}

void *bpf_aot_host_alloc(size_t size_bytes) {
    void *memory = mmap(NULL, size_bytes, PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void bpf_aot_host_free(void *memory, size_t size_bytes) {
    munmap(memory, size_bytes);
}

int shim_status(int status) {
    if (status < 0) {
        errno = -status;
    }
    return status;
}

int shim_open(struct bpf_aot_map *map) {
    int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (fd < 0 || fd >= SHIM_FDS) {
        bpf_aot_map_destroy(map);
        return shim_status(fd < 0 ? -errno : -EMFILE);
    }
    __atomic_store_n(&maps[fd], map, __ATOMIC_RELEASE);
    return fd;
}

struct bpf_aot_map *shim_map(int fd) {
    return fd >= 0 && fd < SHIM_FDS ? __atomic_load_n(&maps[fd], __ATOMIC_ACQUIRE) : NULL;
}

int __wrap_close(int fd) {
    struct bpf_aot_map *map = shim_map(fd);
    if (map) {
        __atomic_store_n(&maps[fd], NULL, __ATOMIC_RELEASE);
        bpf_aot_map_destroy(map);
    }
    return __real_close(fd);
}

int bpf_map_create(enum bpf_map_type type, const char *name, __u32 key_size, __u32 value_size,
                   __u32 max_entries, const struct bpf_map_create_opts *opts) {
    struct bpf_aot_map *map;
    struct bpf_aot_map_opts host = {0};
    if (opts) {
        host.flags = opts->map_flags;
        host.extra = opts->map_extra;
        host.numa_node = opts->numa_node;
        host.inner = shim_map((int)opts->inner_map_fd);
    }
    int status = bpf_aot_map_create(type, name, key_size, value_size, max_entries,
                                    opts ? &host : NULL, &map);
    return status ? shim_status(status) : shim_open(map);
}

/* A map of maps takes descriptors and gives ids; the host API has ids for both. */
static bool has_maps(const struct bpf_aot_map *map) {
    return map->type == BPF_MAP_TYPE_ARRAY_OF_MAPS || map->type == BPF_MAP_TYPE_HASH_OF_MAPS;
}

static uint32_t id_of(const void *value) {
    int fd;
    memcpy(&fd, value, sizeof(fd));
    struct bpf_aot_map *inner = shim_map(fd);
    return inner ? bpf_aot_map_id(inner) : 0;
}

static int update(struct bpf_aot_map *map, const void *key, const void *value, __u64 flags) {
    uint32_t id = has_maps(map) && value ? id_of(value) : 0;
    return bpf_aot_map_update(map, key, has_maps(map) && value ? &id : value, flags);
}

/* With the host API's function on the map of `fd`. */
#define ON_MAP(call)                                                                               \
    struct bpf_aot_map *map = shim_map(fd);                                                        \
    return shim_status(map ? (call) : -EBADF)

int bpf_map_update_elem(int fd, const void *key, const void *value, __u64 flags) {
    ON_MAP(update(map, key, value, flags));
}

int bpf_map_lookup_elem(int fd, const void *key, void *value) {
    ON_MAP(bpf_aot_map_lookup(map, key, value, 0));
}

int bpf_map_lookup_elem_flags(int fd, const void *key, void *value, __u64 flags) {
    ON_MAP(bpf_aot_map_lookup(map, key, value, flags));
}

int bpf_map_lookup_and_delete_elem(int fd, const void *key, void *value) {
    ON_MAP(bpf_aot_map_lookup_and_delete(map, key, value, 0));
}

int bpf_map_delete_elem(int fd, const void *key) {
    ON_MAP(bpf_aot_map_delete(map, key));
}

int bpf_map_get_next_key(int fd, const void *key, void *next_key) {
    ON_MAP(bpf_aot_map_get_next_key(map, key, next_key));
}

int bpf_map_freeze(int fd) {
    ON_MAP(bpf_aot_map_freeze(map));
}

static const struct bpf_aot_batch_opts *batch_opts(const struct bpf_map_batch_opts *opts) {
    static _Thread_local struct bpf_aot_batch_opts host;
    host = (struct bpf_aot_batch_opts){opts ? opts->elem_flags : 0, opts ? opts->flags : 0};
    return &host;
}

int bpf_map_lookup_batch(int fd, void *in_batch, void *out_batch, void *keys, void *values,
                         __u32 *count, const struct bpf_map_batch_opts *opts) {
    ON_MAP(
        bpf_aot_map_lookup_batch(map, in_batch, out_batch, keys, values, count, batch_opts(opts)));
}

int bpf_map_lookup_and_delete_batch(int fd, void *in_batch, void *out_batch, void *keys,
                                    void *values, __u32 *count,
                                    const struct bpf_map_batch_opts *opts) {
    ON_MAP(bpf_aot_map_lookup_and_delete_batch(map, in_batch, out_batch, keys, values, count,
                                               batch_opts(opts)));
}

static int update_batch(struct bpf_aot_map *map, const void *keys, const void *values, __u32 *count,
                        const struct bpf_map_batch_opts *opts) {
    uint32_t ids[256];
    for (uint32_t i = 0; has_maps(map) && i < *count && i < 256; i++) {
        ids[i] = id_of((const uint32_t *)values + i);
    }
    return bpf_aot_map_update_batch(map, keys, has_maps(map) ? ids : values, count,
                                    batch_opts(opts));
}

int bpf_map_update_batch(int fd, const void *keys, const void *values, __u32 *count,
                         const struct bpf_map_batch_opts *opts) {
    ON_MAP(update_batch(map, keys, values, count, opts));
}

int bpf_map_delete_batch(int fd, const void *keys, __u32 *count,
                         const struct bpf_map_batch_opts *opts) {
    ON_MAP(bpf_aot_map_delete_batch(map, keys, count, batch_opts(opts)));
}

int bpf_map_get_next_id(__u32 start_id, __u32 *next_id) {
    return shim_status(bpf_aot_map_next_id(start_id, next_id));
}

int bpf_map_get_fd_by_id(__u32 id) {
    struct bpf_aot_map *map = bpf_aot_map_by_id(id);
    if (!map) {
        return shim_status(-ENOENT);
    }
    bpf_aot_map_hold(map);
    return shim_open(map);
}

int bpf_map_get_info_by_fd(int fd, struct bpf_map_info *info, __u32 *info_len) {
    struct bpf_aot_map *map = shim_map(fd);
    struct bpf_aot_map_info host;
    if (!map) {
        return shim_status(-EBADF);
    }
    bpf_aot_map_get_info(map, &host);
    struct bpf_map_info all = {
        .type = host.type,
        .id = host.id,
        .key_size = host.key_size,
        .value_size = host.value_size,
        .max_entries = host.max_entries,
        .map_flags = host.flags,
    };
    memcpy(all.name, host.name, sizeof(all.name));
    memcpy(info, &all, *info_len < sizeof(all) ? *info_len : sizeof(all));
    return 0;
}

int libbpf_num_possible_cpus(void) {
    return (int)bpf_aot_active_cpus;
}

int libbpf_set_strict_mode(enum libbpf_strict_mode mode) {
    return 0;
}

libbpf_print_fn_t libbpf_set_print(libbpf_print_fn_t function) {
    return NULL;
}

long libbpf_get_error(const void *pointer) {
    return pointer ? 0 : -errno;
}

/* Asked for types that could not be created. */
int libbpf_probe_bpf_map_type(enum bpf_map_type type, const void *opts) {
    return 0;
}
