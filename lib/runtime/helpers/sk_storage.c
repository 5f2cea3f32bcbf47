/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_sk_storage_get and bpf_sk_storage_delete: net/core/bpf_sk_storage.c. */
#include "bytes.h"
#include "maps/maps.h"
#include "system/sock.h"

enum {
    CREATE = 1,         /* uapi BPF_SK_STORAGE_GET_F_CREATE */
    VALUE_MAX = 0xffff, /* kernel: BPF_LOCAL_STORAGE_MAX_VALUE_SIZE is a little less */
};

/* A full socket that has a number, or NULL. */
static struct bpf_aot_sock *owner(const void *sk, const struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    return sock && sock->handle && rt_is_full(sock) ? sock : NULL;
}

/* Without a value it begins as zeros, which nobody writes. Somebody else's is as good. */
static void create(struct bpf_aot_map *map, const uint32_t *handle, const void *value) {
    static uint8_t zeros[VALUE_MAX]; /* not const: it shall take no room in the file */
    if (map->value_size <= VALUE_MAX) {
        map->ops->update(map, handle, value ? value : zeros, RT_NOEXIST);
    }
}

void *bpf_aot_sk_storage_get(struct bpf_aot_map *map, void *sk, void *value, uint64_t flags,
                             struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = owner(sk, run);
    if (!sock || flags > CREATE) {
        return NULL;
    }
    void *found = map->ops->lookup(map, &sock->handle);
    if (!found && flags == CREATE) {
        create(map, &sock->handle, value);
        found = map->ops->lookup(map, &sock->handle);
    }
    return found;
}

int64_t bpf_aot_sk_storage_delete(struct bpf_aot_map *map, void *sk, struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = owner(sk, run);
    return sock ? map->ops->remove(map, &sock->handle) : -RT_EINVAL;
}
