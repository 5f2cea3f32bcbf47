/* SPDX-License-Identifier: Apache-2.0 */
/* The packet is a SYN, or an ACK whose cookie is to be checked, as the first byte says. A SYN gets
 * a cookie (bytes 0 to 7 of the packet), which the ACK built from it brings back (bytes 8 to 11).
 */
#include <linux/bpf.h>
#include <stddef.h>

#define SEC(name) __attribute__((section(name), used))
#define INLINE    static inline __attribute__((always_inline))
typedef unsigned long long u64;
typedef unsigned u32;
typedef unsigned char u8;
static long (*const raw_gen4)(void *ip, void *tcp, u32 size) = (void *)204;
static long (*const raw_gen6)(void *ip, void *tcp, u32 size) = (void *)205;
static long (*const raw_check4)(void *ip, void *tcp) = (void *)206;
static long (*const raw_check6)(void *ip, void *tcp) = (void *)207;
static struct bpf_sock *(*const sk_lookup_tcp)(void *ctx, void *tuple, u32 size, u64 netns,
                                               u64 flags) = (void *)84;
static long (*const sk_release)(void *sk) = (void *)86;
static long (*const check)(void *sk, void *ip, u32 ip_size, void *tcp, u32 size) = (void *)100;
static long (*const gen)(void *sk, void *ip, u32 ip_size, void *tcp, u32 size) = (void *)110;

enum { ACK_KIND = 1, TCP_MAX = 60 };

struct headers {
    u8 *packet, *ip, *end;
    u32 tcp_size, is_ipv6;
    u8 tcp[TCP_MAX];
};

INLINE int parse(struct headers *h, void *data, void *end) {
    h->packet = data;
    h->end = end;
    if (data + 14 + 40 + 20 > end) {
        return 0;
    }
    h->is_ipv6 = h->packet[12] == 0x86;
    h->ip = data + 14;
    u8 *tcp = h->ip + (h->is_ipv6 ? 40 : 20);
    if (tcp + TCP_MAX > h->end) {
        return 0;
    }
    __builtin_memcpy(h->tcp, tcp, TCP_MAX);
    h->tcp_size = (h->tcp[12] >> 4) * 4;
    return 1;
}

INLINE void put_be32(u8 *to, u32 number) {
    to[0] = number >> 24;
    to[1] = number >> 16;
    to[2] = number >> 8;
    to[3] = number;
}

INLINE u32 be32(const u8 *from) {
    return (u32)from[0] << 24 | from[1] << 16 | from[2] << 8 | from[3];
}

INLINE void put_result(u8 *to, u64 value, int bytes) {
    for (int i = 0; i < bytes; i++) {
        to[i] = value >> 8 * (bytes - 1 - i);
    }
}

INLINE void make_ack(struct headers *h, u32 cookie) {
    put_be32(h->tcp + 4, be32(h->tcp + 4) + 1);
    put_be32(h->tcp + 8, cookie + 1);
    h->tcp[13] = 0x10;
}

INLINE long raw_check(struct headers *h) {
    return h->is_ipv6 ? raw_check6(h->ip, h->tcp) : raw_check4(h->ip, h->tcp);
}

SEC("xdp") int raw(struct xdp_md *ctx) {
    struct headers h;
    if (!parse(&h, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return 99;
    }
    if (h.packet[0] != ACK_KIND) {
        u32 size = h.packet[1] ? h.packet[1] & 63 : h.tcp_size;
        if (size > TCP_MAX) {
            return 98;
        }
        long cookie = h.is_ipv6 ? raw_gen6(h.ip, h.tcp, size) : raw_gen4(h.ip, h.tcp, size);
        put_result(h.packet, cookie, 8);
        if (cookie < 0) {
            return 0;
        }
        make_ack(&h, cookie);
    }
    put_result(h.packet + 8, raw_check(&h), 4);
    return 1;
}

INLINE struct bpf_sock *find(struct headers *h, void *ctx) {
    u8 tuple[36];
    __builtin_memset(tuple, 0, sizeof(tuple));
    if (h->is_ipv6) {
        __builtin_memcpy(tuple, h->ip + 8, 32);
        __builtin_memcpy(tuple + 32, h->tcp, 4);
        return sk_lookup_tcp(ctx, tuple, 36, -1, 0);
    }
    __builtin_memcpy(tuple, h->ip + 12, 8);
    __builtin_memcpy(tuple + 8, h->tcp, 4);
    return sk_lookup_tcp(ctx, tuple, 12, -1, 0);
}

SEC("tc") int of_listener(struct __sk_buff *ctx) {
    struct headers h;
    if (!parse(&h, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return 99;
    }
    u32 size = h.packet[1] ? h.packet[1] & 63 : h.tcp_size;
    struct bpf_sock *sk = find(&h, ctx);
    if (!sk) {
        return 97;
    }
    if (size < 1 || size > TCP_MAX) {
        sk_release(sk);
        return 98;
    }
    u32 ip_size = h.packet[2] ? 19 : 40;
    /* Before any cookie went out none is expected. */
    put_result(h.packet + 6, check(sk, h.ip, ip_size, h.tcp, size), 2);
    long cookie = gen(sk, h.ip, ip_size, h.tcp, size);
    put_result(h.packet + 12, cookie < 0 ? cookie : cookie >> 32, 2);
    if (cookie >= 0) {
        make_ack(&h, cookie);
        put_result(h.packet + 8, check(sk, h.ip, ip_size, h.tcp, size), 2);
        put_result(h.packet + 10, raw_check(&h), 2);
        h.tcp[11] ^= 0x10;
        put_result(h.packet + 4, check(sk, h.ip, ip_size, h.tcp, size), 2);
    }
    put_result(h.packet, cookie, 4);
    sk_release(sk);
    return 1;
}

char _license[] SEC("license") = "GPL";
