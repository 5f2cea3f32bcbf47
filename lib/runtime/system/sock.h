/* SPDX-License-Identifier: Apache-2.0 */
/* What the helpers about sockets share. */
#ifndef BPF_AOT_RUNTIME_SOCK_H
#define BPF_AOT_RUNTIME_SOCK_H

#include "bpf-aot/system.h"

#include "errors.h"

/* States without the fields of a full socket (kernel: sk_fullsock). */
enum { RT_SOCK_TIME_WAIT = 6, RT_SOCK_REQUEST = 12 };

static inline bool rt_is_full(const struct bpf_aot_sock *sock) {
    return sock->fields.state != RT_SOCK_TIME_WAIT && sock->fields.state != RT_SOCK_REQUEST;
}

/* The listener of a request; nothing for time-wait (kernel: sk_to_full_sk). */
static inline struct bpf_aot_sock *rt_full_sock(struct bpf_aot_sock *sock) {
    if (sock && sock->fields.state == RT_SOCK_REQUEST) {
        sock = sock->listener;
    }
    return sock && rt_is_full(sock) ? sock : NULL;
}

/* How a run gives back what it acquired; the name of held sockets, too. */
void bpf_aot_sock_put(void *sock);

/* Seconds since the system started. */
uint64_t bpf_aot_system_seconds(void);

#endif
