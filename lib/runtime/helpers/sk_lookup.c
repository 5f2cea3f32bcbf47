/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_sk_lookup_tcp, _udp, bpf_skc_lookup_tcp and bpf_sk_release: net/core/filter.c,
 * __bpf_skc_lookup. */
#include "bytes.h"
#include "system/sock.h"

/* Sizes of the two halves of struct bpf_sock_tuple: addresses, then ports. */
enum { TUPLE4_BYTES = 12, TUPLE6_BYTES = 36 };

static uint16_t port(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

/* What tells sockets of the three helpers apart. */
struct lookup {
    void *ctx;
    const uint8_t *tuple;
    uint32_t tuple_bytes;
    uint64_t netns, flags;
};

static struct bpf_aot_sock *find(const struct lookup *lookup, uint32_t protocol,
                                 struct bpf_aot_run *run) {
    bool is_ipv4 = lookup->tuple_bytes == TUPLE4_BYTES;
    bool is_current = (int32_t)lookup->netns < 0;
    if ((!is_ipv4 && lookup->tuple_bytes != TUPLE6_BYTES) || lookup->flags ||
        (!is_current && lookup->netns > INT32_MAX) || !bpf_aot_system->find_sock) {
        return NULL;
    }
    uint32_t address_bytes = is_ipv4 ? 4 : 16;
    struct bpf_aot_sock_query query = {
        .family = is_ipv4 ? BPF_AOT_INET : BPF_AOT_INET6,
        .protocol = protocol,
        .ifindex = bpf_aot_context_ifindex(lookup->ctx, run),
        .netns = is_current ? -1 : (int32_t)lookup->netns,
        .source_port = port(lookup->tuple + 2 * address_bytes),
        .destination_port = port(lookup->tuple + 2 * address_bytes + 2),
    };
    memcpy(query.source, lookup->tuple, address_bytes);
    memcpy(query.destination, lookup->tuple + address_bytes, address_bytes);
    return bpf_aot_system->find_sock(&query);
}

static void *hold(struct bpf_aot_sock *sock, struct bpf_aot_run *run) {
    if (sock && !bpf_aot_hold(run, sock, bpf_aot_sock_put)) {
        bpf_aot_sock_put(sock);
        return NULL;
    }
    return sock;
}

/* A listener in place of its request holds no reference (kernel: it is RCU_FREE). */
static void *hold_full(struct bpf_aot_sock *sock, struct bpf_aot_run *run) {
    struct bpf_aot_sock *full = rt_full_sock(sock);
    if (sock && full != sock) {
        bpf_aot_sock_put(sock);
        full = full && full->flags & BPF_AOT_SOCK_RCU_FREE ? full : NULL;
    }
    return hold(full, run);
}

void *bpf_aot_sk_lookup_tcp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                            uint64_t flags, struct bpf_aot_run *run) {
    struct lookup lookup = {ctx, tuple, tuple_bytes, netns, flags};
    return hold_full(find(&lookup, BPF_AOT_TCP, run), run);
}

void *bpf_aot_sk_lookup_udp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                            uint64_t flags, struct bpf_aot_run *run) {
    struct lookup lookup = {ctx, tuple, tuple_bytes, netns, flags};
    return hold_full(find(&lookup, BPF_AOT_UDP, run), run);
}

void *bpf_aot_skc_lookup_tcp(void *ctx, void *tuple, uint32_t tuple_bytes, uint64_t netns,
                             uint64_t flags, struct bpf_aot_run *run) {
    struct lookup lookup = {ctx, tuple, tuple_bytes, netns, flags};
    return hold(find(&lookup, BPF_AOT_TCP, run), run);
}

/* What the run does not hold, the kernel's verifier would not have let through. */
int64_t bpf_aot_sk_release(void *sk, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    if (!sock || !bpf_aot_unhold(run, sock, bpf_aot_sock_put)) {
        return -RT_EINVAL;
    }
    bpf_aot_sock_put(sock);
    return 0;
}
