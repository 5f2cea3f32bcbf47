/* SPDX-License-Identifier: Apache-2.0 */
/* What programs ask about sockets that they have: net/core/filter.c. */
#include "system/sock.h"

enum { OVERFLOW_UID = 65534 }; /* kernel: overflowuid */

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

int64_t bpf_aot_sk_assign(void *ctx, void *sk, uint64_t flags, struct bpf_aot_run *run) {
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
