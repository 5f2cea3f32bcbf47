/* SPDX-License-Identifier: Apache-2.0 */
/* What classic programs load besides the packet: netlink attributes, payload offsets. Expected
 * values are those of net/core/filter.c and net/core/flow_dissector.c; test/Classic asks the
 * kernel. */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { BYTES = 256, ETH = 14 };

static uint8_t buffer[BYTES] __attribute__((aligned(16)));

static uint32_t network16(uint32_t host) {
    const uint8_t bytes[] = {(uint8_t)(host >> 8), (uint8_t)host};
    uint16_t value;
    memcpy(&value, bytes, sizeof(value));
    return value;
}

static struct bpf_aot_skb packet(uint32_t size_bytes, uint32_t type) {
    memset(buffer, 0, sizeof(buffer));
    return (struct bpf_aot_skb){
        .data = buffer,
        .data_end = buffer + size_bytes,
        .data_meta = buffer,
        .mac_header = buffer,
        .network_header = buffer + ETH,
        .len = size_bytes,
        .protocol = network16(type),
    };
}

static void put_attribute(uint32_t at, uint16_t bytes, uint16_t type) {
    memcpy(buffer + at, &bytes, sizeof(bytes));
    memcpy(buffer + at + 2, &type, sizeof(type));
}

static void attributes_are_found(void) {
    struct bpf_aot_skb skb = packet(40, 0);
    put_attribute(4, 5, 1);
    put_attribute(12, 28, 2);
    put_attribute(16, 8, 3);
    put_attribute(24, 16, 0x8004);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 1) == 4);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 2) == 12);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 3) == 0);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 37, 1) == 0 && bpf_aot_skb_get_nlattr(&skb, ~0u, 1) == 0);
    CHECK(bpf_aot_skb_get_nlattr_nest(&skb, 12, 3) == 16);
    CHECK(bpf_aot_skb_get_nlattr_nest(&skb, 12, 4) == 24);
    CHECK(bpf_aot_skb_get_nlattr_nest(&skb, 12, 2) == 0);
    put_attribute(12, 29, 2);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 2) == 0 && bpf_aot_skb_get_nlattr_nest(&skb, 12, 3) == 0);
    put_attribute(12, 3, 2);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 2) == 0 && bpf_aot_skb_get_nlattr_nest(&skb, 12, 3) == 0);
    put_attribute(12, 28, 2);
    skb.data_end = buffer + 39; /* a paged packet has none */
    CHECK(bpf_aot_skb_get_nlattr(&skb, 4, 1) == 0 && bpf_aot_skb_get_nlattr_nest(&skb, 12, 3) == 0);
    skb = packet(3, 0);
    CHECK(bpf_aot_skb_get_nlattr(&skb, 0, 0) == 0);
}

static void payloads_begin_behind_headers(void) {
    struct bpf_aot_skb skb = packet(100, 0x0800);
    buffer[ETH] = 0x46;
    buffer[ETH + 9] = 6;
    buffer[ETH + 24 + 12] = 0x80;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 24 + 32);
    buffer[ETH + 24 + 12] = 0x10; /* never less than TCP's least */
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 24 + 20);
    buffer[ETH + 9] = 132;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 24 + 12);
    buffer[ETH + 9] = 200;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 24);
    buffer[ETH + 7] = 1; /* a later fragment */
    buffer[ETH + 9] = 17;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 24);
    buffer[ETH] = 0x44;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == 0);
}

static void headers_in_headers_are_walked(void) {
    struct bpf_aot_skb skb = packet(100, 0x8864); /* PPPoE, IPv6, a fragment header, UDP */
    buffer[ETH] = 0x11;
    buffer[ETH + 7] = 0x57;
    buffer[ETH + 8 + 6] = 44;
    buffer[ETH + 48] = 17;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 8 + 40 + 8 + 8);
    buffer[ETH + 1] = 9;
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == 0);
    skb = packet(100, 0x8847); /* MPLS is not looked into */
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 4);
    skb = packet(ETH + 10, 0x88f7); /* cut off */
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == 0);
    skb = packet(240, 0x86dd); /* of twenty extension headers sixteen */
    buffer[ETH + 6] = 60;
    for (uint32_t i = 0; i < 20; i++) {
        buffer[ETH + 40 + 8 * i] = i < 19 ? 60 : 17;
    }
    CHECK(bpf_aot_skb_get_pay_offset(&skb) == ETH + 40 + 16 * 8);
}

const struct selftest classic_tests[] = {
    {"attributes are found", attributes_are_found},
    {"payloads begin behind headers", payloads_begin_behind_headers},
    {"headers in headers are walked", headers_in_headers_are_walked},
    {NULL, NULL},
};
