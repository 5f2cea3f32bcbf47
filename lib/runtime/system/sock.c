/* SPDX-License-Identifier: Apache-2.0 */
/* Sockets by the pointers that programs hold. A pointer is compared with those that programs may
 * have before anything is read through it. */
#include "system/sock.h"

_Static_assert(sizeof(struct bpf_aot_sock_fields) == 80, "struct bpf_sock");
_Static_assert(sizeof(struct bpf_aot_tcp_fields) == 112, "struct bpf_tcp_sock");
_Static_assert(offsetof(struct bpf_aot_sock, fields) == 0, "struct bpf_aot_sock");

/* Where a context's socket and device are; the first word of no context is a socket's. */
enum { NO_SOCK = 0 };
static const struct {
    size_t sock, ifindex;
} at[] = {
#define SK_AT_xdp NO_SOCK, offsetof(struct bpf_aot_xdp, ingress_ifindex)
#define SK_AT_skb offsetof(struct bpf_aot_skb, sk), offsetof(struct bpf_aot_skb, ifindex)
#define SK_AT_sk_lookup                                                                            \
    offsetof(struct bpf_aot_sk_lookup, sk), offsetof(struct bpf_aot_sk_lookup, ingress_ifindex)
#define CONTEXT(id, layout, title) [BPF_AOT_CONTEXT_##id] = {SK_AT_##layout},
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
    size_t place = at[run->context].sock;
    return place == NO_SOCK ? NULL : *(struct bpf_aot_sock *const *)((const char *)context + place);
}

uint32_t bpf_aot_context_ifindex(const void *context, const struct bpf_aot_run *run) {
    return *(const uint32_t *)((const char *)context + at[run->context].ifindex);
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
