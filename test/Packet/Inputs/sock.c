/* SPDX-License-Identifier: Apache-2.0 */
/* A packet says which socket to look for; what is found goes into the packet. */
#include <linux/bpf.h>

#define SEC(name) __attribute__((section(name), used))
typedef struct bpf_sock *lookup_fn(void *ctx, void *tuple, unsigned size, unsigned long long netns,
                                   unsigned long long flags);
static lookup_fn *const sk_lookup_tcp = (void *)84;
static lookup_fn *const sk_lookup_udp = (void *)85;
static lookup_fn *const skc_lookup_tcp = (void *)99;
static long (*const sk_release)(void *sk) = (void *)86;
static struct bpf_sock *(*const sk_fullsock)(void *sk) = (void *)95;
static struct bpf_tcp_sock *(*const tcp_sock)(void *sk) = (void *)96;
static struct bpf_sock *(*const get_listener_sock)(void *sk) = (void *)98;

struct request {
    unsigned char ethernet[14];
    unsigned char kind, bytes;
    int netns;
    unsigned flags;
    unsigned char tuple[36];
    unsigned found[16];
} __attribute__((packed));

static inline __attribute__((always_inline)) void describe(struct request *request, void *sk) {
    struct bpf_sock *full = sk_fullsock(sk);
    request->found[0] = full ? 2 : 1;
    if (!full) {
        return;
    }
    request->found[1] = full->family;
    request->found[2] = full->type;
    request->found[3] = full->protocol;
    request->found[4] = full->family == 2 ? full->src_ip4 : 0;
    request->found[5] = full->family == 2 ? full->dst_ip4 : 0;
    request->found[6] = full->src_port;
    request->found[7] = full->dst_port;
    request->found[8] = full->family == 10 ? full->src_ip6[0] : 0;
    request->found[9] = full->family == 10 ? full->src_ip6[3] : 0;
    request->found[10] = full->state;
    request->found[11] = tcp_sock(sk) != 0;
    request->found[12] = get_listener_sock(sk) != 0;
    request->found[13] = full->bound_dev_if;
}

/* XDP has no sk_fullsock, and one insn may not read a struct sock_common and a struct sock: it
 * looks for kind 2 as for kind 0. */
static inline __attribute__((always_inline)) void describe_common(struct request *request,
                                                                  struct bpf_sock *sk) {
    request->found[0] = 1;
    request->found[1] = sk->family;
    request->found[4] = sk->family == 2 ? sk->src_ip4 : 0;
    request->found[5] = sk->family == 2 ? sk->dst_ip4 : 0;
    request->found[6] = sk->src_port;
    request->found[7] = sk->dst_port;
    request->found[10] = sk->state;
}

#define LOOK_UP(ctx, show, lookup)                                                                 \
    struct request *request = (void *)(long)(ctx)->data;                                           \
    unsigned char tuple[36];                                                                       \
    if ((void *)(request + 1) > (void *)(long)(ctx)->data_end) {                                   \
        return 99;                                                                                 \
    }                                                                                              \
    __builtin_memcpy(tuple, request->tuple, sizeof(tuple));                                        \
    long long netns = request->netns;                                                              \
    unsigned bytes = request->bytes;                                                               \
    struct bpf_sock *sk;                                                                           \
    if (bytes > sizeof(tuple)) {                                                                   \
        return 98;                                                                                 \
    }                                                                                              \
    if (request->kind == 0) {                                                                      \
        sk = sk_lookup_tcp((ctx), tuple, bytes, netns, request->flags);                            \
    } else if (request->kind == 1) {                                                               \
        sk = sk_lookup_udp((ctx), tuple, bytes, netns, request->flags);                            \
    } else {                                                                                       \
        sk = lookup((ctx), tuple, bytes, netns, request->flags);                                   \
    }                                                                                              \
    if (!sk) {                                                                                     \
        return 0;                                                                                  \
    }                                                                                              \
    show(request, sk);                                                                             \
    sk_release(sk);                                                                                \
    return 1

SEC("xdp") int sock_xdp(struct xdp_md *ctx) {
    LOOK_UP(ctx, describe_common, sk_lookup_tcp);
}

SEC("tc") int sock_tc(struct __sk_buff *ctx) {
    LOOK_UP(ctx, describe, skc_lookup_tcp);
}

char _license[] SEC("license") = "GPL";
