/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_get_hash_recalc: SipHash-2-4 of a packet's addresses, ports and protocol, lower half, never
 * 0. As in the kernel both directions of a flow have one hash, fragments have no ports, and a flow
 * label of IPv6 stands for the ports. */
#include "helpers/skb.h"

uint64_t bpf_aot_flow_hash_key[2] = {0x0706050403020100, 0x0f0e0d0c0b0a0908};

/* Ends of a flow, then what they share; hashed as bytes, so that targets agree. */
struct flow {
    uint8_t ends[2][18]; /* address, port */
    uint8_t protocol[4]; /* ethertype, IP protocol, 1: has ports */
};
_Static_assert(sizeof(struct flow) == 40, "struct flow");

enum { TCP = 6, UDP = 17, DCCP = 33, SCTP = 132, UDPLITE = 136 };
enum { HOP_BY_HOP = 0, ROUTING = 43, DESTINATION = 60, EXTENSIONS_MAX = 8, TAGS_MAX = 8 };

static uint64_t rotate(uint64_t value, int by) {
    return value << by | value >> (64 - by);
}

static void sip_round(uint64_t v[4]) {
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static void sip_word(uint64_t v[4], uint64_t word) {
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

/* J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", 2012 */
static uint64_t sip_hash(const uint64_t key[2], const uint8_t *bytes, uint32_t words) {
    uint64_t v[4] = {key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                     key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
    for (uint32_t i = 0; i < words; i++) {
        uint64_t word = 0;
        for (int byte = 7; byte >= 0; byte--) {
            word = word << 8 | bytes[8 * i + (uint32_t)byte];
        }
        sip_word(v, word);
    }
    sip_word(v, (uint64_t)(8 * words) << 56);
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++) {
        sip_round(v);
    }
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* What is left of the packet at `at`. */
static uint32_t left(const struct bpf_aot_skb *skb, const uint8_t *at) {
    uintptr_t end = (uintptr_t)skb->data + skb->len;
    return (uintptr_t)at <= end ? (uint32_t)(end - (uintptr_t)at) : 0;
}

static void add_ports(const struct bpf_aot_skb *skb, struct flow *flow, uint32_t protocol,
                      const uint8_t *at) {
    bool has_ports = protocol == TCP || protocol == UDP || protocol == DCCP || protocol == SCTP ||
                     protocol == UDPLITE;
    flow->protocol[2] = (uint8_t)protocol;
    if (has_ports && left(skb, at) >= 4) {
        memcpy(flow->ends[0] + 16, at, 2);
        memcpy(flow->ends[1] + 16, at + 2, 2);
        flow->protocol[3] = 1;
    }
}

static void add_ip4(const struct bpf_aot_skb *skb, struct flow *flow, const uint8_t *at) {
    uint32_t bytes = (at[0] & 15u) * 4;
    if (left(skb, at) < RT_IPV4_BYTES || bytes < RT_IPV4_BYTES) {
        return;
    }
    memcpy(flow->ends[0], at + 12, 4);
    memcpy(flow->ends[1], at + 16, 4);
    bool is_fragment = at[6] & 0x3f || at[7];
    flow->protocol[2] = at[9];
    if (!is_fragment) {
        add_ports(skb, flow, at[9], at + bytes);
    }
}

static void add_ip6(const struct bpf_aot_skb *skb, struct flow *flow, const uint8_t *at) {
    if (left(skb, at) < RT_IPV6_BYTES) {
        return;
    }
    memcpy(flow->ends[0], at + 8, 16);
    memcpy(flow->ends[1], at + 24, 16);
    uint32_t protocol = at[6];
    flow->protocol[2] = at[6];
    if (at[1] & 15 || at[2] || at[3]) {
        const uint8_t label[2] = {(uint8_t)(at[1] << 4 ^ at[2]), at[3]};
        memcpy(flow->ends[0] + 16, label, 2);
        memcpy(flow->ends[1] + 16, label, 2);
        return;
    }
    at += RT_IPV6_BYTES;
    for (int i = 0; i < EXTENSIONS_MAX && left(skb, at) >= 8 &&
                    (protocol == HOP_BY_HOP || protocol == ROUTING || protocol == DESTINATION);
         i++) {
        protocol = at[0];
        at += 8 + 8u * at[1];
    }
    add_ports(skb, flow, protocol, at);
}

static void dissect(const struct bpf_aot_skb *skb, struct flow *flow) {
    uint32_t protocol = skb->protocol;
    const uint8_t *at = skb->network_header;
    for (int i = 0; i < TAGS_MAX && rt_is_vlan(protocol) && left(skb, at) >= RT_VLAN_BYTES; i++) {
        protocol = rt_load16(at + 2);
        at += RT_VLAN_BYTES;
    }
    rt_store16(flow->protocol, (uint16_t)protocol);
    if (protocol == rt_network16(RT_ETHERTYPE_IPV4) && left(skb, at)) {
        add_ip4(skb, flow, at);
    } else if (protocol == rt_network16(RT_ETHERTYPE_IPV6)) {
        add_ip6(skb, flow, at);
    }
}

uint64_t bpf_aot_get_hash_recalc(void *ctx) {
    struct bpf_aot_skb *skb = ctx;
    if (skb->hash_state) {
        return skb->hash;
    }
    struct flow flow = {0};
    dissect(skb, &flow);
    if (memcmp(flow.ends[0], flow.ends[1], sizeof(flow.ends[0])) > 0) {
        struct flow other = flow;
        memcpy(flow.ends[0], other.ends[1], sizeof(flow.ends[0]));
        memcpy(flow.ends[1], other.ends[0], sizeof(flow.ends[1]));
    }
    uint32_t hash =
        (uint32_t)sip_hash(bpf_aot_flow_hash_key, (const uint8_t *)&flow, sizeof(flow) / 8);
    skb->hash = hash ? hash : 1;
    skb->hash_state = BPF_AOT_HASH_COMPUTED | (flow.protocol[3] ? BPF_AOT_HASH_L4 : 0);
    return skb->hash;
}
