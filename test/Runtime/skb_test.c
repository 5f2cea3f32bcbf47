/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers for socket buffers: limits, alignment, paged packets, what test runs of the kernel cannot
 * show. Expected values are those of net/core/filter.c and of RFC 1624. */
#include "bpf-aot/runtime.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { BUFFER = 4096, HEADROOM = 258, PACKET = 100, ETH = 14 };
enum { FIXED_GSO = 1, ENCAP_IPV4 = 2, ENCAP_GRE = 8, NET = 0, MAC = 1 };

static uint8_t buffer[BUFFER] __attribute__((aligned(16)));

static uint32_t network16(uint32_t host) {
    const uint8_t bytes[] = {(uint8_t)(host >> 8), (uint8_t)host};
    uint16_t value;
    memcpy(&value, bytes, sizeof(value));
    return value;
}

/* An IPv4 packet whose bytes count up. */
static struct bpf_aot_skb packet(uint32_t linear) {
    memset(buffer, 0xee, sizeof(buffer));
    uint8_t *data = buffer + HEADROOM;
    for (uint32_t i = 0; i < PACKET; i++) {
        data[i] = (uint8_t)i;
    }
    struct bpf_aot_skb skb = {
        .data = data,
        .data_end = data + linear,
        .data_meta = data,
        .buffer_start = buffer,
        .buffer_end = buffer + BUFFER,
        .mac_header = data,
        .network_header = data + ETH,
        .len = PACKET,
        .ifindex = 1,
        .protocol = network16(0x0800),
    };
    return skb;
}

/* Whether the packet's bytes from `at` on count up from `first`. */
static bool counts(const struct bpf_aot_skb *skb, uint32_t at, uint32_t first, uint32_t count) {
    const uint8_t *bytes = (const uint8_t *)skb->data + at;
    for (uint32_t i = 0; i < count; i++) {
        if (bytes[i] != (uint8_t)(first + i)) {
            return false;
        }
    }
    return true;
}

static bool is_zero(const struct bpf_aot_skb *skb, uint32_t at, uint32_t count) {
    const uint8_t *bytes = (const uint8_t *)skb->data + at;
    while (count && bytes[count - 1] == 0) {
        count--;
    }
    return count == 0;
}

static uint32_t linear(const struct bpf_aot_skb *skb) {
    return (uint32_t)((uintptr_t)skb->data_end - (uintptr_t)skb->data);
}

static bool lies_in_buffer(const struct bpf_aot_skb *skb) {
    return (uint8_t *)skb->data >= buffer && (uint8_t *)skb->data + skb->len <= buffer + BUFFER &&
           linear(skb) <= skb->len;
}

static void room_keeps_the_alignment(void) {
    for (uint32_t align = 1; align <= 16; align *= 2) {
        for (int32_t delta = 1; delta < 40; delta++) {
            struct bpf_aot_skb skb = packet(PACKET);
            skb.packet_align = align;
            CHECK(bpf_aot_skb_adjust_room(&skb, delta, MAC, 0) == 0);
            CHECK(skb.len == PACKET + (uint32_t)delta && linear(&skb) == skb.len);
            CHECK((((uintptr_t)skb.data - (uintptr_t)buffer - HEADROOM) & (align - 1)) == 0);
            CHECK(counts(&skb, 0, 0, ETH) && is_zero(&skb, ETH, (uint32_t)delta));
            CHECK(counts(&skb, ETH + (uint32_t)delta, ETH, PACKET - ETH));
            CHECK(skb.mac_header == skb.data && skb.network_header == (uint8_t *)skb.data + ETH);
            CHECK(bpf_aot_skb_adjust_room(&skb, -delta, MAC, 0) == 0);
            CHECK((((uintptr_t)skb.data - (uintptr_t)buffer - HEADROOM) & (align - 1)) == 0);
            CHECK(skb.len == PACKET && counts(&skb, 0, 0, PACKET) && lies_in_buffer(&skb));
        }
    }
}

/* More than there is in front: the packet moves towards the end; more than there is: nothing. */
static void room_ends_with_the_buffer(void) {
    struct bpf_aot_skb skb = packet(PACKET);
    CHECK(bpf_aot_skb_change_head(&skb, 3000, 0) == 0);
    CHECK(lies_in_buffer(&skb) && is_zero(&skb, 0, 3000) && counts(&skb, 3000, 0, PACKET));
    CHECK(skb.mac_header == skb.data &&
          (uint8_t *)skb.network_header == (uint8_t *)skb.data + 3014);
    CHECK(bpf_aot_skb_change_head(&skb, BUFFER, 0) == -12);
    CHECK(bpf_aot_skb_change_tail(&skb, BUFFER - 2, 0) == 0);
    CHECK(lies_in_buffer(&skb) && counts(&skb, 3000, 0, PACKET));
    CHECK(is_zero(&skb, 3000 + PACKET, BUFFER - 2 - 3000 - PACKET));
    CHECK(bpf_aot_skb_change_tail(&skb, BUFFER - 1, 0) == -12);
    CHECK(bpf_aot_skb_change_tail(&skb, 16065, 0) == -22);
    CHECK(bpf_aot_skb_change_head(&skb, UINT32_MAX, 0) == -22);
    struct bpf_aot_skb bare = {0};
    CHECK(bpf_aot_skb_change_head(&bare, 1, 0) == -12);
    CHECK(bpf_aot_skb_change_tail(&bare, 1, 0) == -12);
}

static void paged_packets_are_pulled(void) {
    struct bpf_aot_skb skb = packet(20);
    uint8_t bytes[8];
    CHECK(bpf_aot_skb_load_bytes(&skb, 50, bytes, 8) == 0 && bytes[0] == 50 && linear(&skb) == 20);
    CHECK(bpf_aot_skb_load_bytes_relative(&skb, 0, bytes, 8, 1) == -14 && bytes[0] == 0);
    CHECK(bpf_aot_skb_load_bytes_relative(&skb, 0, bytes, 6, 1) == 0 && bytes[0] == 14);
    CHECK(bpf_aot_skb_load(&skb, 96, 4) == 0x60616263);
    CHECK(bpf_aot_skb_load(&skb, 97, 4) == -1);
    CHECK(bpf_aot_skb_load(&skb, -0x100000 + 80, 2) == (94 << 8 | 95));
    CHECK(bpf_aot_skb_pull_data(&skb, 0) == 0 && linear(&skb) == 20);
    CHECK(bpf_aot_skb_pull_data(&skb, 34) == 0 && linear(&skb) == 34);
    CHECK(bpf_aot_skb_pull_data(&skb, 30) == 0 && linear(&skb) == 34);
    CHECK(bpf_aot_skb_pull_data(&skb, PACKET + 1) == -12 && linear(&skb) == 34);
    CHECK(bpf_aot_skb_store_bytes(&skb, 38, bytes, 2, 0) == 0 && linear(&skb) == 40);
    CHECK(bpf_aot_l3_csum_replace(&skb, 50, 0, 0, 2) == 0 && linear(&skb) == 52);
    CHECK(bpf_aot_skb_adjust_room(&skb, 8, NET, 0) == 0);
    CHECK(linear(&skb) == 60 && skb.len == 108 && counts(&skb, 108 - 48, PACKET - 48, 48));
    CHECK(bpf_aot_skb_change_tail(&skb, 107, 0) == 0 && linear(&skb) == 107);
    skb = packet(10);
    CHECK(bpf_aot_skb_vlan_push(&skb, network16(0x8100), 5) == 0 && linear(&skb) == 10);
    CHECK(bpf_aot_skb_vlan_push(&skb, network16(0x88a8), 6) == 0 && linear(&skb) == 18);
    CHECK(counts(&skb, 0, 0, 12) && counts(&skb, 16, 12, PACKET - 12));
}

/* RFC 1624, section 4: the header checksum of its example, and the same for a device's sum. */
static void checksums_follow(void) {
    struct bpf_aot_skb skb = packet(PACKET);
    uint8_t *data = skb.data;
    memcpy(data + 24, "\xdd\x2f", 2);
    uint16_t from, to;
    memcpy(&from, "\x55\x55", 2);
    memcpy(&to, "\x32\x85", 2);
    CHECK(bpf_aot_l3_csum_replace(&skb, 24, from, to, 2) == 0);
    CHECK(memcmp(data + 24, "\x00\x00", 2) == 0);
    CHECK(bpf_aot_l4_csum_replace(&skb, 24, to, from, 2) == 0);
    CHECK(memcmp(data + 24, "\xdd\x2f", 2) == 0);
    skb.ip_summed = 2;
    skb.csum = (uint32_t)bpf_aot_csum_diff(NULL, 0, data + ETH, PACKET - ETH, 0);
    CHECK(bpf_aot_skb_store_bytes(&skb, 41, "odd", 3, 1) == 0);
    CHECK(bpf_aot_csum_diff(NULL, 0, NULL, 0, skb.csum) ==
          bpf_aot_csum_diff(NULL, 0, data + ETH, PACKET - ETH, 0));
    CHECK(bpf_aot_skb_adjust_room(&skb, -20, NET, 0) == 0);
    CHECK(bpf_aot_csum_diff(NULL, 0, NULL, 0, skb.csum) ==
          bpf_aot_csum_diff(NULL, 0, (uint8_t *)skb.data + ETH, PACKET - 20 - ETH, 0));
    CHECK(bpf_aot_csum_update(&skb, 0) == skb.csum);
    CHECK(bpf_aot_skb_change_tail(&skb, 60, 0) == 0 && skb.ip_summed == 0);
}

static void segments_limit_the_room(void) {
    struct bpf_aot_skb skb = packet(PACKET);
    skb.gso_size = 1000;
    skb.gso_segs = 3;
    CHECK(bpf_aot_clone_redirect(&skb, 1, 0) == -74);
    CHECK(bpf_aot_skb_adjust_room(&skb, 8, MAC, 0) == -524);
    skb.gso_type = 1 << 17;
    CHECK(bpf_aot_skb_adjust_room(&skb, 8, MAC, 0) == -524);
    CHECK(bpf_aot_skb_adjust_room(&skb, 8, MAC, FIXED_GSO) == 0);
    CHECK(skb.gso_size == 1000 && skb.gso_segs == 0);
    skb.gso_type = 1;
    CHECK(bpf_aot_skb_adjust_room(&skb, 8, MAC, 0) == 0 && skb.gso_size == 992);
    CHECK(bpf_aot_skb_adjust_room(&skb, -8, MAC, 0) == 0 && skb.gso_size == 1000);
    CHECK(bpf_aot_skb_change_proto(&skb, network16(0x86dd), 0) == 0);
    CHECK(skb.gso_type == (1 << 4 | 1 << 1));
    CHECK(bpf_aot_skb_change_tail(&skb, 60, 0) == 0 && skb.gso_size == 0);
    CHECK(bpf_aot_skb_adjust_room(&skb, 24, MAC, ENCAP_IPV4 | ENCAP_GRE) == 0);
    CHECK((uint8_t *)skb.inner_network_header == (uint8_t *)skb.data + ETH + 24);
    CHECK((uint8_t *)skb.transport_header == (uint8_t *)skb.data + ETH + 20);
    CHECK(bpf_aot_skb_adjust_room(&skb, 24, MAC, ENCAP_IPV4 | ENCAP_GRE) == -114);
}

/* Of a flow label and key that do not change; both directions alike, on every target. */
static void flows_have_one_hash(void) {
    struct bpf_aot_skb skb = packet(PACKET);
    uint8_t *ip = skb.network_header;
    memcpy(ip, "\x45\x00\x00\x28\x00\x00\x00\x00\x40\x06\x00\x00", 12);
    uint64_t first = bpf_aot_get_hash_recalc(&skb);
    CHECK(first == skb.hash && first != 0 && skb.hash_state == 3);
    ip[21]++;
    CHECK(bpf_aot_get_hash_recalc(&skb) == first);
    bpf_aot_set_hash_invalid(&skb);
    CHECK(skb.hash == 0 && bpf_aot_get_hash_recalc(&skb) != first);
    ip[21]--;
    for (int i = 0; i < 4; i++) {
        uint8_t kept = ip[12 + i];
        ip[12 + i] = ip[16 + i];
        ip[16 + i] = kept;
    }
    memcpy(ip + 20, "\x24\x25\x22\x23", 4);
    bpf_aot_set_hash_invalid(&skb);
    CHECK(bpf_aot_get_hash_recalc(&skb) == first);
    ip[9] = 1;
    bpf_aot_set_hash_invalid(&skb);
    CHECK(bpf_aot_get_hash_recalc(&skb) != first && skb.hash_state == 1);
}

static void hashes_do_not_leave_the_packet(void) {
    for (uint32_t bytes = 0; bytes < PACKET - ETH; bytes++) {
        struct bpf_aot_skb skb = packet(ETH + bytes);
        skb.len = ETH + bytes;
        skb.protocol = network16(bytes & 1 ? 0x86dd : 0x8100);
        memset(skb.network_header, 0, bytes);
        uint64_t hash = bpf_aot_get_hash_recalc(&skb);
        memset((uint8_t *)skb.data + skb.len, 0x55, PACKET);
        bpf_aot_set_hash_invalid(&skb);
        CHECK(bpf_aot_get_hash_recalc(&skb) == hash);
    }
}

static void devices_have_mtus(void) {
    struct bpf_aot_run run = {.context = BPF_AOT_CONTEXT_TC};
    struct bpf_aot_skb skb = packet(PACKET);
    uint32_t mtu = 0;
    CHECK(bpf_aot_check_mtu(&skb, 0, &mtu, 0, 0, &run) == 0 && mtu == 65536);
    CHECK(bpf_aot_check_mtu(&skb, 1, &mtu, 1, 0, &run) == 1);
    CHECK(bpf_aot_check_mtu(&skb, 2, &mtu, 0, 0, &run) == -19);
    CHECK(bpf_aot_redirect(7, 1, &run) == 7 && bpf_aot_redirect_target()->flags == 1);
    CHECK(bpf_aot_redirect(7, 2, &run) == 2);
    CHECK(bpf_aot_redirect_peer(8, 0) == 7 && bpf_aot_redirect_target()->target == 8);
    uint32_t hop[5] = {2, 0x01020304};
    CHECK(bpf_aot_redirect_neigh(9, hop, 19, 0) == 2);
    CHECK(bpf_aot_redirect_neigh(9, hop, 20, 0) == 7);
    CHECK(bpf_aot_redirect_target()->flags == (BPF_AOT_REDIRECT_NEIGH | BPF_AOT_REDIRECT_NEXTHOP));
    CHECK(bpf_aot_redirect_target()->next_hop[1] == 0x01020304);
    CHECK(bpf_aot_clone_redirect(&skb, 1, 0) == 0);
    CHECK(bpf_aot_clone_redirect(&skb, 2, 0) == -22);
}

const struct selftest skb_tests[] = {
    {"room keeps the alignment", room_keeps_the_alignment},
    {"room ends with the buffer", room_ends_with_the_buffer},
    {"paged packets are pulled", paged_packets_are_pulled},
    {"checksums follow", checksums_follow},
    {"segments limit the room", segments_limit_the_room},
    {"flows have one hash", flows_have_one_hash},
    {"hashes do not leave the packet", hashes_do_not_leave_the_packet},
    {"devices have MTUs", devices_have_mtus},
    {NULL, NULL},
};
