/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets by the pointers that programs hold. A pointer is compared with those that programs may
 * have before anything is read through it. */
#include "system/sock.h"

_Static_assert(sizeof(struct bpf_aot_sock_fields) == 80, "struct bpf_sock");
_Static_assert(sizeof(struct bpf_aot_tcp_fields) == 112, "struct bpf_tcp_sock");
_Static_assert(offsetof(struct bpf_aot_sock, fields) == 0, "struct bpf_aot_sock");

static const bool has_sock[] = {
#define SEES_xdp                   false
#define SEES_skb                   true
#define CONTEXT(id, layout, title) [BPF_AOT_CONTEXT_##id] = SEES_##layout,
#include "bpf-aot/contexts.def"
};

void bpf_aot_sock_put(void *object) {
    struct bpf_aot_sock *sock = object;
    if (!(sock->flags & BPF_AOT_SOCK_RCU_FREE) && bpf_aot_system->release) {
        bpf_aot_system->release(sock);
    }
}

static bool names(const void *pointer, const struct bpf_aot_sock *sock) {
    return pointer == &sock->fields || pointer == &sock->tcp;
}

struct bpf_aot_sock *bpf_aot_context_sock(const void *context, const struct bpf_aot_run *run) {
    return has_sock[run->context] ? ((const struct bpf_aot_skb *)context)->sk : NULL;
}

uint32_t bpf_aot_context_ifindex(const void *context, const struct bpf_aot_run *run) {
    return has_sock[run->context] ? ((const struct bpf_aot_skb *)context)->ifindex
                                  : ((const struct bpf_aot_xdp *)context)->ingress_ifindex;
}

struct bpf_aot_sock *bpf_aot_sock_of(const void *pointer, const struct bpf_aot_run *run) {
    if (!pointer) {
        return NULL;
    }
    for (uint32_t i = 0; i < run->held_count; i++) {
        if (run->held[i].release == bpf_aot_sock_put && names(pointer, run->held[i].object)) {
            return run->held[i].object;
        }
    }
    struct bpf_aot_sock *sock = bpf_aot_context_sock(run->input, run);
    if (sock && names(pointer, sock)) {
        return sock;
    }
    return bpf_aot_system->owns ? bpf_aot_system->owns(pointer) : NULL;
}
