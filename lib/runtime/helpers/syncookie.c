/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_tcp_gen_syncookie and bpf_tcp_check_syncookie, for a listener: net/core/filter.c, and
 * tcp_get_syncookie_mss of net/ipv4/tcp_input.c. */
#include "system/syncookie.h"
#include "system/sock.h"

enum { IPV4_BYTES = 20, IPV6_BYTES = 40, VALID_SECONDS = 120 /* kernel: TCP_SYNCOOKIE_VALID */ };

static uint32_t mode(void) {
    uint32_t said = bpf_aot_system->syncookies_mode;
    return said ? said : BPF_AOT_SYNCOOKIES_IF_FULL;
}

static bool is_listener(const struct bpf_aot_sock *sock) {
    return sock && sock->fields.state == BPF_AOT_LISTEN && sock->fields.protocol == BPF_AOT_TCP;
}

/* 0 and the version, or what the kernel says of a header that is not the socket's. */
static int check_ip(const struct bpf_aot_sock *sock, const uint8_t *ip, uint32_t ip_bytes,
                    bool *is_ipv6) {
    if (ip_bytes < IPV4_BYTES) {
        return -RT_EINVAL;
    }
    uint32_t version = ip[0] >> 4;
    bool takes_ipv6 = sock->fields.family == BPF_AOT_INET6;
    if (version != 4 && version != 6) {
        return -RT_EPROTONOSUPPORT;
    }
    *is_ipv6 = version == 6;
    if (*is_ipv6) {
        return ip_bytes < IPV6_BYTES || !takes_ipv6 ? -RT_EINVAL : 0;
    }
    return takes_ipv6 && sock->flags & BPF_AOT_SOCK_V6ONLY ? -RT_EINVAL : 0;
}

/* Whether cookies are due: the listener's queues are what they are for. */
static bool wants_cookie(const struct bpf_aot_sock *sock) {
    bool is_due =
        mode() == BPF_AOT_SYNCOOKIES_ALWAYS || (sock->flags & BPF_AOT_SOCK_SYNQ_FULL) != 0;
    return is_due && !(sock->flags & BPF_AOT_SOCK_ACCEPT_FULL);
}

int64_t bpf_aot_tcp_gen_syncookie(void *sk, void *ip, uint32_t ip_bytes, void *tcp,
                                  uint32_t tcp_bytes, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    if (tcp_bytes < RT_TCP_BYTES || tcp_bytes != rt_tcp_bytes(tcp) || !is_listener(sock)) {
        return -RT_EINVAL;
    }
    if (mode() == BPF_AOT_SYNCOOKIES_OFF) {
        return -RT_ENOENT;
    }
    uint32_t flags = ((const uint8_t *)tcp)[13];
    if ((flags & (RT_TCP_SYN | RT_TCP_ACK | RT_TCP_FIN | RT_TCP_RST)) != RT_TCP_SYN) {
        return -RT_EINVAL;
    }
    bool is_ipv6 = false;
    int status = check_ip(sock, ip, ip_bytes, &is_ipv6);
    if (status || !wants_cookie(sock)) {
        return status ? status : -RT_ENOENT;
    }
    uint32_t mss = bpf_aot_tcp_mss_option(tcp, sock->user_mss);
    uint32_t until = (uint32_t)bpf_aot_system_seconds() + VALID_SECONDS;
    __atomic_store_n(&sock->synq_until, until, __ATOMIC_RELAXED);
    return bpf_aot_syncookie_make(ip, tcp, is_ipv6,
                                  mss       ? mss
                                  : is_ipv6 ? RT_TCP_MSS_IPV6
                                            : RT_TCP_MSS_IPV4);
}

int64_t bpf_aot_tcp_check_syncookie(void *sk, void *ip, uint32_t ip_bytes, void *tcp,
                                    uint32_t tcp_bytes, struct bpf_aot_run *run) {
    struct bpf_aot_sock *sock = bpf_aot_sock_of(sk, run);
    if (tcp_bytes < RT_TCP_BYTES || !is_listener(sock) || mode() == BPF_AOT_SYNCOOKIES_OFF) {
        return -RT_EINVAL;
    }
    uint32_t flags = ((const uint8_t *)tcp)[13];
    if ((flags & (RT_TCP_ACK | RT_TCP_RST | RT_TCP_SYN)) != RT_TCP_ACK) {
        return -RT_ENOENT;
    }
    if (ip_bytes < IPV4_BYTES) {
        return -RT_EINVAL;
    }
    uint32_t until = __atomic_load_n(&sock->synq_until, __ATOMIC_RELAXED);
    if (!until || bpf_aot_system_seconds() > until) {
        return -RT_ENOENT;
    }
    bool is_ipv6 = false;
    int status = check_ip(sock, ip, ip_bytes, &is_ipv6);
    if (status) {
        return status;
    }
    return bpf_aot_syncookie_check(ip, tcp, is_ipv6) ? 0 : -RT_ENOENT;
}
