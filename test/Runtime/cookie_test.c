/* SPDX-License-Identifier: Apache-2.0 */
/* SYN cookies: what is asked of headers and listeners, and how long a cookie is good. Errors,
 * tables and ages are those of net/core/filter.c, net/ipv4/syncookies.c and net/ipv6/syncookies.c.
 */
#include "bpf-aot/system.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { ENOENT = 2, EACCES = 13, EINVAL = 22, EPROTONOSUPPORT = 93 };
enum { IPV4 = 20, IPV6 = 40, TCP = 24, SYN = 2, RST = 4, ACK = 16 };

static struct bpf_aot_sock sock;
static uint64_t now;
static const uint64_t keys[8] = {1, 2, 3, 4, 5, 6, 7, 8};
static uint8_t ip4[IPV4], ip6[IPV6], tcp[TCP];
static struct bpf_aot_xdp xdp;

static uint64_t seconds(void) {
    return now;
}

static struct bpf_aot_sock *owns(const void *address) {
    return address == &sock ? &sock : NULL;
}

static struct bpf_aot_system_ops ops;

static void put32(uint8_t *to, uint32_t number) {
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(number >> (24 - 8 * i));
    }
}

/* A SYN with that MSS option (0: none), and a listener whose queue is full. */
static struct bpf_aot_run begin(uint32_t mss) {
    memset(&sock, 0, sizeof(sock));
    memset(ip4, 0, sizeof(ip4));
    memset(ip6, 0, sizeof(ip6));
    memset(tcp, 0, sizeof(tcp));
    sock.fields.state = BPF_AOT_LISTEN;
    sock.fields.protocol = BPF_AOT_TCP;
    sock.fields.family = BPF_AOT_INET6;
    sock.flags = BPF_AOT_SOCK_SYNQ_FULL;
    ops = (struct bpf_aot_system_ops){.owns = owns, .seconds = seconds, .syncookie_keys = keys};
    bpf_aot_system = &ops;
    now = 6000;
    ip4[0] = 0x45;
    ip6[0] = 0x60;
    put32(ip4 + 12, 0x0a000001);
    put32(ip4 + 16, 0x0a000002);
    ip6[23] = 1;
    ip6[39] = 2;
    put32(tcp, 4321u << 16 | 80);
    put32(tcp + 4, 0x01020304);
    tcp[12] = 6 << 4;
    tcp[13] = SYN;
    if (mss) {
        put32(tcp + 20, 0x02040000 | mss);
    }
    return (struct bpf_aot_run){.context = BPF_AOT_CONTEXT_XDP, .input = &xdp};
}

/* Makes of the SYN the ACK that a client answers the cookie with. */
static void answer(int64_t cookie) {
    put32(tcp + 4, 0x01020305);
    put32(tcp + 8, (uint32_t)cookie + 1);
    tcp[13] = ACK;
}

static int64_t raw4(void) {
    return bpf_aot_tcp_raw_gen_syncookie_ipv4(ip4, tcp, TCP);
}

static int64_t raw6(void) {
    return bpf_aot_tcp_raw_gen_syncookie_ipv6(ip6, tcp, TCP);
}

static void cookies_say_the_next_smaller_segment(void) {
    static const struct {
        uint32_t asked, ipv4, ipv6;
    } rows[] = {{0, 536, 1220},     {1, 536, 1220},     {535, 536, 1220},   {1299, 536, 1220},
                {1300, 1300, 1220}, {1420, 1300, 1420}, {1440, 1440, 1440}, {1459, 1440, 1440},
                {1460, 1460, 1440}, {8939, 1460, 1440}, {8940, 1460, 8940}, {65535, 1460, 8940}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        begin(rows[i].asked);
        CHECK((uint64_t)raw4() >> 32 == rows[i].ipv4);
        CHECK((uint64_t)raw6() >> 32 == rows[i].ipv6);
    }
}

static void raw_cookies_want_a_whole_header(void) {
    begin(1460);
    CHECK(bpf_aot_tcp_raw_gen_syncookie_ipv4(ip4, tcp, 19) == -EINVAL);
    CHECK(bpf_aot_tcp_raw_gen_syncookie_ipv4(ip4, tcp, 20) == -EINVAL); /* it says 24 */
    CHECK(bpf_aot_tcp_raw_gen_syncookie_ipv6(ip6, tcp, 28) == -EINVAL);
    CHECK(bpf_aot_tcp_raw_gen_syncookie_ipv6(ip6, tcp, 0) == -EINVAL);
}

/* In the minute that it was made in and in the next one. */
static void raw_cookies_are_good_for_two_minutes(void) {
    begin(1460);
    answer(raw4());
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == 0);
    now += 119;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == 0);
    now += 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == -EACCES);
    begin(1440);
    answer(raw6());
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv6(ip6, tcp) == 0);
    now += 120;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv6(ip6, tcp) == -EACCES);
}

static void raw_cookies_are_for_one_connection(void) {
    begin(1460);
    answer(raw4());
    tcp[1] ^= 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == -EACCES);
    tcp[1] ^= 1;
    ip4[19] ^= 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == -EACCES);
    ip4[19] ^= 1;
    tcp[7] ^= 1; /* another sequence number */
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == -EACCES);
    tcp[7] ^= 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv4(ip4, tcp) == 0);
    begin(1460);
    answer(raw6());
    ip6[8] ^= 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv6(ip6, tcp) == -EACCES);
    ip6[8] ^= 1;
    CHECK(bpf_aot_tcp_raw_check_syncookie_ipv6(ip6, tcp) == 0);
}

static int64_t gen(void *ip, uint32_t bytes, struct bpf_aot_run *run) {
    return bpf_aot_tcp_gen_syncookie(&sock, ip, bytes, tcp, TCP, run);
}

static int64_t check(void *ip, uint32_t bytes, struct bpf_aot_run *run) {
    return bpf_aot_tcp_check_syncookie(&sock, ip, bytes, tcp, TCP, run);
}

static void listeners_make_the_cookies_of_raw_ones(void) {
    struct bpf_aot_run run = begin(1460);
    CHECK(gen(ip4, IPV4, &run) == raw4() && sock.synq_until == 6120);
    CHECK(gen(ip6, IPV6, &run) == raw6());
    sock.user_mss = 1300; /* TCP_MAXSEG */
    CHECK((uint64_t)gen(ip4, IPV4, &run) >> 32 == 1300);
}

static void cookies_are_made_for_syns_alone(void) {
    struct bpf_aot_run run = begin(1460);
    CHECK(bpf_aot_tcp_gen_syncookie(&sock, ip4, IPV4, tcp, 19, &run) == -EINVAL);
    CHECK(bpf_aot_tcp_gen_syncookie(&sock, ip4, IPV4, tcp, 20, &run) == -EINVAL);
    tcp[13] = SYN | ACK;
    CHECK(gen(ip4, IPV4, &run) == -EINVAL);
    tcp[13] = SYN | RST;
    CHECK(gen(ip4, IPV4, &run) == -EINVAL);
    tcp[13] = SYN;
    CHECK(gen(ip4, 19, &run) == -EINVAL);
    CHECK(gen(ip6, 39, &run) == -EINVAL);
    ip4[0] = 0x55;
    CHECK(gen(ip4, IPV4, &run) == -EPROTONOSUPPORT);
}

static void cookies_are_made_for_listeners_that_need_them(void) {
    struct bpf_aot_run run = begin(1460);
    sock.fields.state = 1;
    CHECK(gen(ip4, IPV4, &run) == -EINVAL);
    sock.fields.state = BPF_AOT_LISTEN;
    sock.fields.protocol = BPF_AOT_UDP;
    CHECK(gen(ip4, IPV4, &run) == -EINVAL);
    sock.fields.protocol = BPF_AOT_TCP;
    sock.fields.family = BPF_AOT_INET;
    CHECK(gen(ip6, IPV6, &run) == -EINVAL);
    CHECK(gen(ip4, IPV4, &run) > 0);
    sock.fields.family = BPF_AOT_INET6;
    sock.flags |= BPF_AOT_SOCK_V6ONLY;
    CHECK(gen(ip4, IPV4, &run) == -EINVAL);
    sock.flags = BPF_AOT_SOCK_SYNQ_FULL | BPF_AOT_SOCK_ACCEPT_FULL;
    CHECK(gen(ip4, IPV4, &run) == -ENOENT);
    sock.flags = 0;
    CHECK(gen(ip4, IPV4, &run) == -ENOENT);
    ops.syncookies_mode = BPF_AOT_SYNCOOKIES_ALWAYS;
    CHECK(gen(ip4, IPV4, &run) > 0);
    ops.syncookies_mode = BPF_AOT_SYNCOOKIES_OFF;
    CHECK(gen(ip4, IPV4, &run) == -ENOENT && check(ip4, IPV4, &run) == -EINVAL);
    static struct bpf_aot_sock forged;
    forged = sock;
    CHECK(bpf_aot_tcp_gen_syncookie(&forged, ip4, IPV4, tcp, TCP, &run) == -EINVAL);
    CHECK(bpf_aot_tcp_check_syncookie(&forged, ip4, IPV4, tcp, TCP, &run) == -EINVAL);
}

static void cookies_are_expected_for_a_while(void) {
    struct bpf_aot_run run = begin(1460);
    int64_t cookie = raw4();
    CHECK(check(ip4, IPV4, &run) == -ENOENT); /* a SYN has none */
    answer(cookie);
    CHECK(check(ip4, IPV4, &run) == -ENOENT); /* none was sent */
    sock.synq_until = 6100;
    CHECK(check(ip4, IPV4, &run) == 0);
    CHECK(check(ip4, 19, &run) == -EINVAL && check(ip6, IPV6, &run) == -ENOENT);
    CHECK(bpf_aot_tcp_check_syncookie(&sock, ip4, IPV4, tcp, 19, &run) == -EINVAL);
    tcp[13] = ACK | RST;
    CHECK(check(ip4, IPV4, &run) == -ENOENT);
    tcp[13] = ACK;
    tcp[11] ^= 8; /* the index of the MSS would be out of the table */
    CHECK(check(ip4, IPV4, &run) == -ENOENT);
    tcp[11] ^= 8;
    now = 6101;
    CHECK(check(ip4, IPV4, &run) == -ENOENT);
}

const struct selftest cookie_tests[] = {
    {"cookies say the next smaller segment", cookies_say_the_next_smaller_segment},
    {"raw cookies want a whole header", raw_cookies_want_a_whole_header},
    {"raw cookies are good for two minutes", raw_cookies_are_good_for_two_minutes},
    {"raw cookies are for one connection", raw_cookies_are_for_one_connection},
    {"listeners make the cookies of raw ones", listeners_make_the_cookies_of_raw_ones},
    {"cookies are made for SYNs alone", cookies_are_made_for_syns_alone},
    {"cookies are made for listeners that need them",
     cookies_are_made_for_listeners_that_need_them},
    {"cookies are expected for a while", cookies_are_expected_for_a_while},
    {NULL, NULL},
};
