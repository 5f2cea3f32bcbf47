/* SPDX-License-Identifier: Apache-2.0 */
/* Tunnel keys and options, VLAN tags that are taken off, and what nobody has set. Sizes, errors and
 * the order of checks are those of net/core/filter.c and net/core/skbuff.c; the numbers of a key
 * that a program set come back as ip_tunnel_info keeps them. */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { ENOENT = 2, ENOMEM = 12, EINVAL = 22, EPROTO = 71 };
/* uapi BPF_F_*, sizes of struct bpf_tunnel_key through the years */
enum { IPV6 = 1, ZERO_CSUM = 2, NO_FRAGMENT = 4, SEQUENCE = 8, FLAGS = 16, NO_KEY = 16 };
enum { FIRST = 8, WITH_IPV6 = 22, WITH_FLAGS = 24, WITH_LABEL = 28, WHOLE = 44 };
enum { BYTES = 256, START = 66, ETH = 14, ETHERTYPE = 12 };

struct key {
    uint32_t id, remote[4];
    uint8_t tos, ttl;
    uint16_t flags;
    uint32_t label, local[4];
};
_Static_assert(sizeof(struct key) == WHOLE && offsetof(struct key, flags) == WITH_IPV6, "uapi");

static uint8_t bytes[BYTES] __attribute__((aligned(16)));

static struct bpf_aot_skb packet(void) {
    memset(bytes, 0, sizeof(bytes));
    uint8_t *data = bytes + START;
    for (uint8_t i = 0; i < 100; i++) {
        data[i] = i;
    }
    return (struct bpf_aot_skb){
        .data = data,
        .data_end = data + 100,
        .data_meta = data,
        .buffer_start = bytes,
        .buffer_end = bytes + BYTES,
        .mac_header = data,
        .network_header = data + ETH,
        .len = 100,
    };
}

static struct key some_key(void) {
    return (struct key){
        .id = 77, .remote = {0x0a000001}, .tos = 4, .ttl = 60, .local = {0x0a000002}};
}

static bool is_zero(const void *at, size_t count) {
    const uint8_t *byte = at;
    while (count && byte[count - 1] == 0) {
        count--;
    }
    return count == 0;
}

static void keys_come_back_turned_round(void) {
    struct bpf_aot_skb skb = packet();
    struct key key = some_key(), got;
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 0) == 0);
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, WHOLE, 0) == 0);
    CHECK(got.id == 77 && got.tos == 4 && got.ttl == 60 && got.flags == 0);
    CHECK(got.remote[0] == 0x0a000002 && got.local[0] == 0x0a000001); /* source, destination */
    key.label = 0xfff12345;
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, IPV6) == 0);
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, WHOLE, IPV6) == 0);
    CHECK(got.label == 0x12345); /* 20 bits */
    CHECK(memcmp(got.remote, key.local, 16) == 0 && memcmp(got.local, key.remote, 16) == 0);
}

static void keys_have_the_sizes_of_their_time(void) {
    static const uint32_t sizes[] = {FIRST, WITH_IPV6, WITH_FLAGS, WITH_LABEL, WHOLE};
    struct key key = some_key();
    for (uint32_t size = 0; size <= WHOLE; size++) {
        struct bpf_aot_skb skb = packet();
        struct key got;
        memset(&got, 0xee, sizeof(got));
        bool known = false;
        for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
            known |= sizes[i] == size;
        }
        CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, size, 0) == (known ? 0 : -EINVAL));
        CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 0) == 0);
        CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, size, 0) == (known ? 0 : -EINVAL));
        CHECK(known ? got.id == 77 : is_zero(&got, size));
        CHECK(size == WHOLE || ((uint8_t *)&got)[size] == 0xee);
    }
    struct bpf_aot_skb skb = packet();
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, IPV6) == 0);
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &key, FIRST, IPV6) == -EINVAL); /* had no IPv6 */
}

static void keys_are_checked(void) {
    struct bpf_aot_skb skb = packet();
    struct key key = some_key(), got = some_key();
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, WHOLE, 0) == -EINVAL && is_zero(&got, WHOLE));
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 64) == -EINVAL && !skb.tunnel);
    key.label = 1; /* of IPv6 alone */
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 0) == -EINVAL);
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, IPV6) == 0);
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, WHOLE, 0) == -EPROTO);
    CHECK(bpf_aot_skb_get_tunnel_key(&skb, &got, WHOLE, IPV6 | 2) == -EINVAL);
    key.flags = 1;
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, IPV6) == -EINVAL);
}

static uint16_t number16(const uint16_t *network) {
    const uint8_t *text = (const uint8_t *)network;
    return (uint16_t)(text[0] << 8 | text[1]);
}

/* uapi linux/if_tunnel.h: TUNNEL_CSUM 1, KEY 4, SEQ 8, DONT_FRAGMENT 0x100, NOCACHE 0x2000. */
static void flags_of_a_key_are_those_of_tunnels(void) {
    static const struct {
        uint64_t set;
        uint16_t got;
    } rows[] = {{0, 0x2005},        {ZERO_CSUM, 0x2004}, {NO_FRAGMENT, 0x2105},
                {SEQUENCE, 0x200d}, {NO_KEY, 0x2001},    {ZERO_CSUM | NO_KEY, 0x2000}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bpf_aot_skb skb = packet();
        struct key key = some_key();
        CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, rows[i].set) == 0);
        CHECK(bpf_aot_skb_get_tunnel_key(&skb, &key, WHOLE, FLAGS) == 0);
        CHECK(number16(&key.flags) == rows[i].got);
    }
}

static void options_belong_to_a_key(void) {
    struct bpf_aot_skb skb = packet();
    struct key key = some_key();
    uint8_t options[256] = "option", got[256];
    CHECK(bpf_aot_skb_set_tunnel_opt(&skb, options, 8) == -EINVAL); /* there is no key */
    memset(got, 0xee, sizeof(got));
    CHECK(bpf_aot_skb_get_tunnel_opt(&skb, got, 8) == -ENOENT && is_zero(got, 8) && got[8] == 0xee);
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 0) == 0);
    CHECK(bpf_aot_skb_get_tunnel_opt(&skb, got, 8) == -ENOENT);
    CHECK(bpf_aot_skb_set_tunnel_opt(&skb, options, 6) == -EINVAL);
    CHECK(bpf_aot_skb_set_tunnel_opt(&skb, options, 256) == -ENOMEM);
    CHECK(bpf_aot_skb_set_tunnel_opt(&skb, options, 8) == 0);
    CHECK(bpf_aot_skb_get_tunnel_opt(&skb, got, 4) == -ENOMEM && is_zero(got, 4));
    memset(got, 0xee, sizeof(got));
    CHECK(bpf_aot_skb_get_tunnel_opt(&skb, got, 12) == 8);
    CHECK(memcmp(got, options, 8) == 0 && is_zero(got + 8, 4) && got[12] == 0xee);
    CHECK(bpf_aot_skb_set_tunnel_opt(&skb, options, 252) == 0);
    CHECK(bpf_aot_skb_set_tunnel_key(&skb, &key, WHOLE, 0) == 0); /* forgets them */
    CHECK(bpf_aot_skb_get_tunnel_opt(&skb, got, 8) == -ENOENT);
}

static void put16(uint8_t *at, uint32_t number) {
    at[0] = (uint8_t)(number >> 8);
    at[1] = (uint8_t)number;
}

static uint32_t network16(uint32_t number) {
    uint8_t text[2];
    uint16_t network;
    put16(text, number);
    memcpy(&network, text, sizeof(network));
    return network;
}

/* A packet of no VLAN stays as it is; the tag in the context goes first. */
static void tags_in_the_context_go_first(void) {
    struct bpf_aot_skb skb = packet();
    skb.protocol = network16(0x0800);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.len == 100);
    skb.vlan_present = 1;
    skb.vlan_proto = network16(0x8100);
    skb.vlan_tci = 7;
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.len == 100);
    CHECK(!skb.vlan_present && !skb.vlan_proto && !skb.vlan_tci);
}

static void tags_in_the_packet_follow(void) {
    struct bpf_aot_skb skb = packet();
    uint8_t *data = skb.data;
    put16(data + ETHERTYPE, 0x88a8);
    put16(data + ETHERTYPE + 2, 5);
    put16(data + ETHERTYPE + 4, 0x8100);
    put16(data + ETHERTYPE + 6, 6);
    put16(data + ETHERTYPE + 8, 0x0800);
    skb.protocol = network16(0x88a8);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0);
    /* The outer tag is gone, the inner one in the context. */
    CHECK(skb.len == 92 && skb.vlan_present && skb.vlan_tci == 6);
    CHECK(skb.vlan_proto == network16(0x8100) && skb.protocol == network16(0x0800));
    data = skb.data;
    CHECK(data[0] == 0 && data[11] == 11 && data[ETHERTYPE] == 8 && data[ETH] == 22);
    CHECK(skb.mac_header == data && skb.network_header == data + ETH);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.len == 92 && !skb.vlan_present);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.len == 92);
}

static void tags_of_short_packets_stay(void) {
    struct bpf_aot_skb skb = packet();
    skb.protocol = network16(0x8100);
    skb.len = 17; /* 18 bytes hold a tag */
    skb.data_end = (uint8_t *)skb.data + 17;
    CHECK(bpf_aot_skb_vlan_pop(&skb) == -ENOMEM && skb.len == 17);
    skb = packet();
    skb.protocol = network16(0x8100);
    skb.mac_header = (uint8_t *)skb.data - ETH; /* as a socket filter has it */
    CHECK(bpf_aot_skb_vlan_pop(&skb) == -EINVAL && skb.len == 100);
}

/* A tag before a length and not a type: IEEE 802.3 or, before ff ff, Novell's raw form. */
static void what_is_behind_a_tag_may_be_a_length(void) {
    struct bpf_aot_skb skb = packet();
    put16((uint8_t *)skb.data + ETHERTYPE + 4, 64);
    skb.protocol = network16(0x8100);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.protocol == network16(4));
    skb = packet();
    put16((uint8_t *)skb.data + ETHERTYPE + 4, 64);
    put16((uint8_t *)skb.data + ETHERTYPE + 6, 0xffff);
    skb.protocol = network16(0x8100);
    CHECK(bpf_aot_skb_vlan_pop(&skb) == 0 && skb.protocol == network16(1));
}

static void nobody_sorts_packets_into_classes(void) {
    struct bpf_aot_skb skb = packet();
    CHECK(bpf_aot_get_cgroup_classid(&skb) == 0 && bpf_aot_get_route_realm(&skb) == 0);
}

const struct selftest tunnel_tests[] = {
    {"keys come back turned round", keys_come_back_turned_round},
    {"keys have the sizes of their time", keys_have_the_sizes_of_their_time},
    {"keys are checked", keys_are_checked},
    {"flags of a key are those of tunnels", flags_of_a_key_are_those_of_tunnels},
    {"options belong to a key", options_belong_to_a_key},
    {"tags in the context go first", tags_in_the_context_go_first},
    {"tags in the packet follow", tags_in_the_packet_follow},
    {"tags of short packets stay", tags_of_short_packets_stay},
    {"what is behind a tag may be a length", what_is_behind_a_tag_may_be_a_length},
    {"nobody sorts packets into classes", nobody_sorts_packets_into_classes},
    {NULL, NULL},
};
