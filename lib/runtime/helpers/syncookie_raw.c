/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_tcp_raw_gen_syncookie_* and bpf_tcp_raw_check_syncookie_*: net/core/filter.c. */
#include "system/sock.h"
#include "system/syncookie.h"

static int64_t make(const uint8_t *ip, const uint8_t *tcp, uint32_t tcp_bytes, bool is_ipv6) {
    if (tcp_bytes < RT_TCP_BYTES || tcp_bytes != rt_tcp_bytes(tcp)) {
        return -RT_EINVAL;
    }
    uint32_t mss = bpf_aot_tcp_mss_option(tcp, 0);
    uint32_t least = is_ipv6 ? RT_TCP_MSS_IPV6 : RT_TCP_MSS_IPV4;
    return bpf_aot_syncookie_make(ip, tcp, is_ipv6, mss ? mss : least);
}

int64_t bpf_aot_tcp_raw_gen_syncookie_ipv4(void *ip, void *tcp, uint32_t tcp_bytes) {
    return make(ip, tcp, tcp_bytes, false);
}

int64_t bpf_aot_tcp_raw_gen_syncookie_ipv6(void *ip, void *tcp, uint32_t tcp_bytes) {
    return make(ip, tcp, tcp_bytes, true);
}

int64_t bpf_aot_tcp_raw_check_syncookie_ipv4(void *ip, void *tcp) {
    return bpf_aot_syncookie_check(ip, tcp, false) ? 0 : -RT_EACCES;
}

int64_t bpf_aot_tcp_raw_check_syncookie_ipv6(void *ip, void *tcp) {
    return bpf_aot_syncookie_check(ip, tcp, true) ? 0 : -RT_EACCES;
}
