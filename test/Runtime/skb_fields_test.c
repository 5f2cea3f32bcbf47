/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers that change what a socket buffer says of its packet, and XDP's copies of bytes. Expected
 * values are those of net/core/filter.c; of marks those of RFC 3168 and 1624. */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { BYTES = 128, ETH = 14, EACCES = 13, EFAULT = 14, EINVAL = 22, EOPNOTSUPP = 95 };
enum { HOST = 0, OTHERHOST = 3, LOOPBACK = 5, MONOTONIC = 1 };
enum { LEVEL_QUERY = 0, LEVEL_INC = 1, LEVEL_DEC = 2, LEVEL_RESET = 3 };

static uint8_t bytes[BYTES] __attribute__((aligned(16)));

static uint32_t network16(uint32_t host) {
    const uint8_t text[] = {(uint8_t)(host >> 8), (uint8_t)host};
    uint16_t value;
    memcpy(&value, text, sizeof(value));
    return value;
}

static struct bpf_aot_skb packet(uint32_t protocol) {
    memset(bytes, 0, sizeof(bytes));
    bytes[ETH] = protocol == 0x0800 ? 0x45 : 0x60;
    return (struct bpf_aot_skb){
        .data = bytes,
        .data_end = bytes + BYTES,
        .data_meta = bytes,
        .buffer_start = bytes,
        .buffer_end = bytes + BYTES,
        .mac_header = bytes,
        .network_header = bytes + ETH,
        .len = BYTES,
        .protocol = network16(protocol),
    };
}

static void types_are_those_of_received_packets(void) {
    struct bpf_aot_skb skb = packet(0x0800);
    CHECK(bpf_aot_skb_change_type(&skb, OTHERHOST) == 0 && skb.pkt_type == OTHERHOST);
    CHECK(bpf_aot_skb_change_type(&skb, LOOPBACK) == -EINVAL && skb.pkt_type == OTHERHOST);
    skb.pkt_type = LOOPBACK;
    CHECK(bpf_aot_skb_change_type(&skb, HOST) == -EINVAL && skb.pkt_type == LOOPBACK);
}

static void a_hash_is_what_was_set(void) {
    struct bpf_aot_skb skb = packet(0x0800);
    CHECK(bpf_aot_set_hash(&skb, 0x12345678) == 0 && skb.hash == 0x12345678);
    CHECK(bpf_aot_get_hash_recalc(&skb) == 0x12345678);
}

/* Only packets of IP; a clock that counts from the start of the machine never says 0. */
static void times_have_a_clock(void) {
    struct bpf_aot_skb skb = packet(0x0806);
    CHECK(bpf_aot_skb_set_tstamp(&skb, 5, MONOTONIC) == -EOPNOTSUPP);
    skb = packet(0x86dd);
    CHECK(bpf_aot_skb_set_tstamp(&skb, 0, MONOTONIC) == -EINVAL);
    CHECK(bpf_aot_skb_set_tstamp(&skb, 5, 77) == -EINVAL && skb.tstamp == 0);
    CHECK(bpf_aot_skb_set_tstamp(&skb, 5, MONOTONIC) == 0 && skb.tstamp == 5);
}

/* ECT(1) is 1, ECT(0) 2, CE 3. The header's words add up to 0xffff before and after. */
static void congestion_is_marked_where_it_may_be(void) {
    for (uint32_t ecn = 0; ecn < 4; ecn++) {
        struct bpf_aot_skb skb = packet(0x0800);
        uint8_t *header = bytes + ETH;
        header[1] = (uint8_t)ecn;
        uint32_t check = 0xffff - (0x4500 + ecn);
        header[10] = (uint8_t)(check >> 8);
        header[11] = (uint8_t)check;
        CHECK(bpf_aot_skb_ecn_set_ce(&skb) == (ecn != 0));
        CHECK(header[1] == (ecn ? 3 : 0));
        CHECK((uint32_t)(header[0] << 8 | header[1]) + (uint32_t)(header[10] << 8 | header[11]) ==
              0xffff);
        skb = packet(0x86dd);
        bytes[ETH + 1] = (uint8_t)(ecn << 4);
        CHECK(bpf_aot_skb_ecn_set_ce(&skb) == (ecn != 0));
        CHECK(bytes[ETH + 1] == (ecn ? 3 << 4 : 0));
    }
    struct bpf_aot_skb skb = packet(0x0806);
    CHECK(bpf_aot_skb_ecn_set_ce(&skb) == 0);
}

/* Nobody has checked a sum: there is no level to ask for. */
static void sums_have_levels(void) {
    struct bpf_aot_skb skb = packet(0x0800);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_QUERY) == -EACCES);
    CHECK(bpf_aot_csum_level(&skb, 4) == -EINVAL);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_INC) == 0);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_QUERY) == 0);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_INC) == 0 && bpf_aot_csum_level(&skb, LEVEL_QUERY) == 1);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_DEC) == 0 && bpf_aot_csum_level(&skb, LEVEL_QUERY) == 0);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_RESET) == 0);
    CHECK(bpf_aot_csum_level(&skb, LEVEL_QUERY) == -EACCES);
}

static void xdp_bytes_are_copied_within_the_packet(void) {
    struct bpf_aot_xdp xdp = {.data = bytes, .data_end = bytes + 16, .data_meta = bytes};
    uint8_t copy[8] = {1, 2, 3, 4, 5, 6, 7, 8};
    memset(bytes, 0, sizeof(bytes));
    CHECK(bpf_aot_xdp_store_bytes(&xdp, 8, copy, 8) == 0 && bytes[8] == 1 && bytes[15] == 8);
    CHECK(bpf_aot_xdp_store_bytes(&xdp, 9, copy, 8) == -EINVAL && bytes[16] == 0);
    CHECK(bpf_aot_xdp_load_bytes(&xdp, 12, copy, 4) == 0 && copy[0] == 5 && copy[3] == 8);
    CHECK(bpf_aot_xdp_load_bytes(&xdp, 16, copy, 1) == -EINVAL);
    CHECK(bpf_aot_xdp_load_bytes(&xdp, 0xfffffff0, copy, 8) == -EFAULT); /* before it may wrap */
}

const struct selftest skb_fields_tests[] = {
    {"types are those of received packets", types_are_those_of_received_packets},
    {"a hash is what was set", a_hash_is_what_was_set},
    {"times have a clock", times_have_a_clock},
    {"congestion is marked where it may be", congestion_is_marked_where_it_may_be},
    {"sums have levels", sums_have_levels},
    {"xdp bytes are copied within the packet", xdp_bytes_are_copied_within_the_packet},
    {NULL, NULL},
};
