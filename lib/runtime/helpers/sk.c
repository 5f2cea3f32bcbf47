/* SPDX-License-Identifier: Apache-2.0 */
/* What programs ask about sockets that they have: net/core/filter.c. */
#include "system/sock.h"

enum { OVERFLOW_UID = 65534 };                              /* kernel: overflowuid */
enum { RT_LOOKUP_REPLACE = 1, RT_LOOKUP_NO_REUSEPORT = 2 }; /* uapi: BPF_SK_LOOKUP_F_* */

void *bpf_aot_sk_fullsock(void *sk, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    return sock && rt_is_full(sock) ? &sock->fields : NULL;
}

void *bpf_aot_tcp_sock(void *sk, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    return sock && rt_is_full(sock) && sock->fields.protocol == BPF_AOT_TCP ? &sock->tcp : NULL;
}

void *bpf_aot_get_listener_sock(void *sk, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = rt_full_sock(bpf_aot_sock_of(sk, run));
    bool is_listener = sock && sock->fields.state == BPF_AOT_LISTEN;
    return is_listener && sock->flags & BPF_AOT_SOCK_RCU_FREE ? &sock->fields : NULL;
}

/* net/core/filter.c: bpf_sk_lookup_assign. */
static int64_t assign_lookup(struct bpf_aot_sk_lookup *lookup, void *sk, uint64_t flags,
                             const struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    if (flags & ~(uint64_t)(RT_LOOKUP_REPLACE | RT_LOOKUP_NO_REUSEPORT) || (sk && !sock)) {
        return -RT_EINVAL;
    }
    if (sock && sock->fields.protocol != lookup->protocol) {
        return -RT_EPROTOTYPE;
    }
    if (sock && sock->fields.family != lookup->family) {
        return -RT_EAFNOSUPPORT;
    }
    if (lookup->sk && !(flags & RT_LOOKUP_REPLACE)) {
        return -RT_EEXIST;
    }
    lookup->sk = sk;
    lookup->no_reuseport = (flags & RT_LOOKUP_NO_REUSEPORT) != 0;
    return 0;
}

int64_t bpf_aot_sk_assign(void *ctx, void *sk, uint64_t flags, struct bpf_aot_run *run) {
    if (run->context == BPF_AOT_CONTEXT_SK_LOOKUP) {
        return assign_lookup(ctx, sk, flags, run);
    }
    if (!sk || flags) {
        return -RT_EINVAL;
    }
    if (!bpf_aot_system->assign) {
        return -RT_EOPNOTSUPP;
    }
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    return sock ? bpf_aot_system->assign(ctx, sock) : -RT_EINVAL;
}

uint64_t bpf_aot_get_socket_cookie(void *ctx, struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = bpf_aot_context_sock(ctx, run);
    return sock ? sock->cookie : 0;
}

uint64_t bpf_aot_get_socket_uid(void *ctx, struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = rt_full_sock(bpf_aot_context_sock(ctx, run));
    return sock ? sock->uid : OVERFLOW_UID;
}

uint64_t bpf_aot_get_netns_cookie(void *ctx, struct bpf_aot_run *run) {
    const struct bpf_aot_sock *sock = bpf_aot_context_sock(ctx, run);
    return sock ? sock->netns_cookie : bpf_aot_system->netns_cookie;
}
