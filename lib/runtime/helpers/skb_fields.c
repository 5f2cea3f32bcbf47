/* SPDX-License-Identifier: Apache-2.0 */
/* Helpers that read or write something about a packet: its type, time, hash, socket. */
#include "errors.h"
#include "helpers/skb.h"

enum { PACKET_OTHERHOST = 3 };                       /* uapi linux/if_packet.h */
enum { CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_TAI }; /* uapi BPF_SKB_CLOCK_* */
enum { OVERFLOW_UID = 65534 };                       /* kernel: what has no owner */

int64_t bpf_aot_skb_change_type(void *ctx, uint32_t type) {
    struct bpf_aot_skb *skb = ctx;
    if (skb->pkt_type > PACKET_OTHERHOST || type > PACKET_OTHERHOST) {
        return -RT_EINVAL;
    }
    skb->pkt_type = type;
    return 0;
}

int64_t bpf_aot_skb_set_tstamp(void *ctx, uint64_t tstamp, uint32_t type) {
    struct bpf_aot_skb *skb = ctx;
    if (skb->protocol != rt_network16(RT_ETHERTYPE_IPV4) &&
        skb->protocol != rt_network16(RT_ETHERTYPE_IPV6)) {
        return -RT_EOPNOTSUPP;
    }
    if (type > CLOCK_TAI || (type != CLOCK_REALTIME && !tstamp)) {
        return -RT_EINVAL;
    }
    skb->tstamp = tstamp;
    skb->tstamp_type = type;
    return 0;
}

int64_t bpf_aot_set_hash_invalid(void *ctx) {
    rt_skb_clear_hash(ctx);
    return 0;
}

int64_t bpf_aot_set_hash(void *ctx, uint32_t hash) {
    struct bpf_aot_skb *skb = ctx;
    skb->hash = hash;
    skb->hash_state = BPF_AOT_HASH_COMPUTED | BPF_AOT_HASH_L4;
    return 0;
}

/* Nobody sorts sockets into classes or routes into realms here. */
uint64_t bpf_aot_get_cgroup_classid(void *ctx) {
    return 0;
}

uint64_t bpf_aot_get_route_realm(void *ctx) {
    return 0;
}
