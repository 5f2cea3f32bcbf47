/* SPDX-License-Identifier: Apache-2.0 */
/* TCP connection tracking: a hash table with linear probing in global data and a state machine. */
#include "headers.h"

enum { SLOTS = 64, PROBES = 4 };
enum state { FREE_SLOT, SYN_SENT, SYN_RECEIVED, ESTABLISHED, FIN_WAIT, CLOSED };

static struct flow {
    u32 from, to, ports, state;
    u64 packets, bytes;
} flows[SLOTS];

static u32 next_state(u32 state, u32 flags) {
    if (flags & TCP_RST) {
        return CLOSED;
    }
    switch (state) {
    case FREE_SLOT:
        return flags & TCP_SYN ? SYN_SENT : ESTABLISHED;
    case SYN_SENT:
        return (flags & (TCP_SYN | TCP_ACK)) == (TCP_SYN | TCP_ACK) ? SYN_RECEIVED : SYN_SENT;
    case SYN_RECEIVED:
        return flags & TCP_ACK ? ESTABLISHED : SYN_RECEIVED;
    case ESTABLISHED:
        return flags & TCP_FIN ? FIN_WAIT : ESTABLISHED;
    default:
        return flags & TCP_ACK ? CLOSED : state;
    }
}

PROG {
    struct ip4 *ip;
    u8 *end = END(ctx), *at = behind_ip4(DATA(ctx), end, &ip);
    struct tcp *tcp = (struct tcp *)at;
    if (!at || (u8 *)(tcp + 1) > end || ip->protocol != IP_TCP) {
        return XDP_PASS;
    }
    /* Few ports and hosts, so that packets meet flows that are there. */
    u32 from = ip->from & BE32(0xfffffff0), to = ip->to & BE32(0xffff0000);
    u32 ports = (u32)tcp->to << 16;
    u32 hash = (from ^ ROTATE_32(to, 11) ^ ports) * 0x9e3779b1;
    hash = hash >> 26 ^ hash >> 15;
    NO_UNROLL
    for (u32 i = 0; i < PROBES; i++) {
        struct flow *flow = &flows[(hash + i) % SLOTS];
        if (flow->state != FREE_SLOT &&
            (flow->from != from || flow->to != to || flow->ports != ports)) {
            continue;
        }
        flow->from = from;
        flow->to = to;
        flow->ports = ports;
        flow->state = next_state(flow->state, tcp->flags);
        flow->packets++;
        flow->bytes += BE16(ip->length);
        return flow->state << 24 | i << 20 | (u32)(flow->bytes + flow->packets);
    }
    return XDP_DROP;
}
