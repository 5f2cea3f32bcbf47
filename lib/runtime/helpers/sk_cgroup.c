/* SPDX-License-Identifier: Apache-2.0 */
/* The cgroup of a socket and what it lies under: net/core/filter.c, bpf_skb_under_cgroup and the
 * functions *_cgroup_id. */
#include "bytes.h"
#include "maps/slots.h"
#include "system/sock.h"

static uint64_t cgroup_of(const struct bpf_aot_sock *sock) {
    uint64_t cgroup = sock->cgroup ? sock->cgroup : bpf_aot_system->cgroup;
    return cgroup ? cgroup : BPF_AOT_ROOT_CGROUP;
}

static uint64_t ancestor(const struct bpf_aot_sock *sock, uint32_t level) {
    uint64_t cgroup = cgroup_of(sock);
    if (bpf_aot_system->cgroup_ancestor) {
        return bpf_aot_system->cgroup_ancestor(cgroup, level);
    }
    bool is_own = level == (cgroup != BPF_AOT_ROOT_CGROUP);
    return is_own ? cgroup : level == 0 ? BPF_AOT_ROOT_CGROUP : 0;
}

static uint64_t id_of(const struct bpf_aot_sock *sock) {
    return sock ? cgroup_of(sock) : 0;
}

static uint64_t ancestor_id(const struct bpf_aot_sock *sock, int32_t level) {
    return sock && level >= 0 ? ancestor(sock, (uint32_t)level) : 0;
}

uint64_t bpf_aot_skb_cgroup_id(void *ctx, struct bpf_aot_run *run) {
    return id_of(rt_full_sock(bpf_aot_context_sock(ctx, run)));
}

uint64_t bpf_aot_skb_ancestor_cgroup_id(void *ctx, int32_t level, struct bpf_aot_run *run) {
    return ancestor_id(rt_full_sock(bpf_aot_context_sock(ctx, run)), level);
}

uint64_t bpf_aot_sk_cgroup_id(void *sk, struct bpf_aot_run *run) {
    return id_of(rt_full_sock(bpf_aot_sock_of(sk, run)));
}

uint64_t bpf_aot_sk_ancestor_cgroup_id(void *sk, int32_t level, struct bpf_aot_run *run) {
    return ancestor_id(rt_full_sock(bpf_aot_sock_of(sk, run)), level);
}

/* A cgroup lies under itself. */
static bool lies_under(const struct bpf_aot_sock *sock, uint32_t cgroup) {
    uint64_t at = ancestor(sock, 0);
    for (uint32_t level = 1; at && at != cgroup; level++) {
        at = ancestor(sock, level);
    }
    return at != 0;
}

int64_t bpf_aot_skb_under_cgroup(void *ctx, struct bpf_aot_map *map, uint32_t index,
                                 struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = rt_full_sock(bpf_aot_context_sock(ctx, run));
    if (!sock) {
        return -RT_ENOENT;
    }
    const void *value = slots_value(map, &index, 0);
    if (!value) {
        return -RT_E2BIG;
    }
    uint32_t cgroup = __atomic_load_n((const uint32_t *)value, __ATOMIC_RELAXED);
    return cgroup ? lies_under(sock, cgroup) : -RT_EAGAIN;
}
