/* SPDX-License-Identifier: Apache-2.0 */
/* SYN cookies: net/ipv4/syncookies.c, net/ipv6/syncookies.c. */
#ifndef BPF_AOT_RUNTIME_SYNCOOKIE_H
#define BPF_AOT_RUNTIME_SYNCOOKIE_H

#include <stdbool.h>
#include <stdint.h>

/* Where things are in a TCP header (RFC 9293, 3.1). */
enum { RT_TCP_BYTES = 20, RT_TCP_FIN = 1, RT_TCP_SYN = 2, RT_TCP_RST = 4, RT_TCP_ACK = 16 };

static inline uint32_t rt_tcp_bytes(const uint8_t *tcp) {
    return (uint32_t)(tcp[12] >> 4) * 4;
}

/* The MSS that the options of a SYN ask for, at most `user_mss` where that is not 0; 0: none. */
uint32_t bpf_aot_tcp_mss_option(const uint8_t *tcp, uint32_t user_mss);
/* The cookie, and above it, from bit 32 on, the MSS that it stands for. */
int64_t bpf_aot_syncookie_make(const uint8_t *ip, const uint8_t *tcp, bool is_ipv6, uint32_t mss);
bool bpf_aot_syncookie_check(const uint8_t *ip, const uint8_t *tcp, bool is_ipv6);

/* MSS of a SYN without the option: RFC 9293, 3.7.1; IPv6's least MTU without headers. */
enum { RT_TCP_MSS_IPV4 = 536, RT_TCP_MSS_IPV6 = 1280 - 40 - 20 };

#endif
