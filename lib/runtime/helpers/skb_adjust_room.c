/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_skb_adjust_room and bpf_skb_change_proto: room behind the link-layer or the network header.
 */
#include "errors.h"
#include "helpers/skb_csum.h"

/* uapi BPF_F_ADJ_ROOM_*, BPF_ADJ_ROOM_* */
enum {
    FIXED_GSO = 1 << 0,
    ENCAP_IPV4 = 1 << 1,
    ENCAP_IPV6 = 1 << 2,
    ENCAP_GRE = 1 << 3,
    ENCAP_UDP = 1 << 4,
    NO_CSUM_RESET = 1 << 5,
    ENCAP_ETH = 1 << 6,
    DECAP_IPV4 = 1 << 7,
    DECAP_IPV6 = 1 << 8,
    ENCAP_L3 = ENCAP_IPV4 | ENCAP_IPV6,
    DECAP_L3 = DECAP_IPV4 | DECAP_IPV6,
    ALL_FLAGS = 0x1ff,
};
enum { MODE_NET, MODE_MAC, DELTA_MAX = 0xfff, ENCAP_L2_SHIFT = 56 };

/* kernel: SKB_GSO_* */
enum { GSO_TCP4 = 1 << 0, GSO_DODGY = 1 << 1, GSO_TCP6 = 1 << 4, GSO_UDP_L4 = 1 << 17 };

static bool is_ip4(const struct bpf_aot_skb *skb) {
    return skb->protocol == rt_network16(RT_ETHERTYPE_IPV4);
}

static bool is_ip6(const struct bpf_aot_skb *skb) {
    return skb->protocol == rt_network16(RT_ETHERTYPE_IPV6);
}

/* kernel: bpf_skb_net_hdr_push, bpf_skb_net_hdr_pop. Headers in front of the room stay where they
 * are from data on. */
static void shift_headers(struct bpf_aot_skb *skb, bool with_transport, int32_t by) {
    skb->mac_header = (uint8_t *)skb->mac_header + by;
    skb->network_header = (uint8_t *)skb->network_header + by;
    if (with_transport) {
        skb->transport_header = skb->network_header;
    }
}

static int64_t push(struct bpf_aot_skb *skb, uint32_t at, uint32_t count) {
    bool transport_is_network = skb->transport_header == skb->network_header;
    if (!rt_skb_insert(skb, at, count)) {
        return -RT_ENOMEM;
    }
    shift_headers(skb, transport_is_network, -(int32_t)count);
    return 0;
}

static int64_t pop(struct bpf_aot_skb *skb, uint32_t at, uint32_t count) {
    bool transport_is_network = skb->transport_header == skb->network_header;
    if ((uint64_t)at + count > skb->len || !rt_skb_pull(skb, at + count)) {
        return -RT_ENOMEM;
    }
    rt_skb_csum_pulled(skb, (uint8_t *)skb->data + at, count, 0);
    if (!rt_skb_remove(skb, at, count)) {
        return -RT_ENOMEM;
    }
    shift_headers(skb, transport_is_network, (int32_t)count);
    return 0;
}

/* UDP segments are datagrams: their size may change with the flag only. */
static bool has_fixed_segments(const struct bpf_aot_skb *skb, uint64_t flags) {
    bool is_tcp = skb->gso_type & (GSO_TCP4 | GSO_TCP6);
    return rt_skb_is_gso(skb) && !is_tcp && !(skb->gso_type & GSO_UDP_L4 && flags & FIXED_GSO);
}

static void change_segments(struct bpf_aot_skb *skb, uint64_t flags, int32_t by) {
    if (!rt_skb_is_gso(skb)) {
        return;
    }
    skb->gso_type |= GSO_DODGY;
    skb->gso_segs = 0;
    if (!(flags & FIXED_GSO)) {
        skb->gso_size += (uint32_t)by;
    }
}

static int64_t check_encapsulation(const struct bpf_aot_skb *skb, uint32_t count, uint64_t flags) {
    uint32_t inner_mac_bytes = (uint32_t)(flags >> ENCAP_L2_SHIFT);
    if (!is_ip4(skb) && !is_ip6(skb)) {
        return -RT_ENOTSUPP;
    }
    if ((flags & ENCAP_L3) == ENCAP_L3 || (flags & ENCAP_GRE && flags & ENCAP_UDP) ||
        (flags & ENCAP_ETH && inner_mac_bytes < RT_ETH_BYTES)) {
        return -RT_EINVAL;
    }
    if (skb->encapsulation) {
        return -RT_EALREADY;
    }
    return inner_mac_bytes > count ? -RT_EINVAL : 0;
}

static int64_t grow(struct bpf_aot_skb *skb, uint32_t at, uint32_t count, uint64_t flags) {
    if (has_fixed_segments(skb, flags)) {
        return -RT_ENOTSUPP;
    }
    uint32_t mac_bytes = rt_skb_mac_bytes(skb);
    int64_t error = flags & ENCAP_L3 ? check_encapsulation(skb, count, flags) : 0;
    if (!error) {
        error = push(skb, at, count);
    }
    if (error) {
        return error;
    }
    if (flags & ENCAP_L3) {
        skb->inner_network_header = (uint8_t *)skb->network_header + count;
        skb->encapsulation = 1;
        skb->network_header = (uint8_t *)skb->data + mac_bytes;
        if (flags & (ENCAP_GRE | ENCAP_UDP)) {
            skb->transport_header = (uint8_t *)skb->network_header +
                                    (flags & ENCAP_IPV6 ? RT_IPV6_BYTES : RT_IPV4_BYTES);
        }
        skb->protocol = rt_network16(flags & ENCAP_IPV6 ? RT_ETHERTYPE_IPV6 : RT_ETHERTYPE_IPV4);
    }
    change_segments(skb, flags, -(int32_t)count);
    return 0;
}

static int64_t shrink(struct bpf_aot_skb *skb, uint32_t at, uint32_t count, uint64_t flags) {
    if (flags & ~(uint64_t)(FIXED_GSO | DECAP_L3 | NO_CSUM_RESET)) {
        return -RT_EINVAL;
    }
    if (has_fixed_segments(skb, flags)) {
        return -RT_ENOTSUPP;
    }
    int64_t error = pop(skb, at, count);
    if (error) {
        return error;
    }
    if (flags & DECAP_L3) {
        skb->protocol = rt_network16(flags & DECAP_IPV6 ? RT_ETHERTYPE_IPV6 : RT_ETHERTYPE_IPV4);
    }
    change_segments(skb, flags, (int32_t)count);
    return 0;
}

/* Whether the packet may get longer by `delta`, or shorter, with `least` bytes left. */
static bool fits(const struct bpf_aot_skb *skb, int32_t delta, uint32_t least) {
    int64_t left = (int64_t)skb->len - rt_skb_offset(skb, skb->network_header) + delta;
    if (delta < 0) {
        return left > 0 && left >= least;
    }
    return (uint64_t)skb->len + (uint32_t)delta <= RT_SKB_MAX_BYTES || rt_skb_is_gso(skb);
}

int64_t bpf_aot_skb_adjust_room(void *ctx, int32_t delta, uint32_t mode, uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    uint32_t base_bytes = is_ip4(skb) ? RT_IPV4_BYTES : RT_IPV6_BYTES;
    if (flags & ~(ALL_FLAGS | (uint64_t)0xff << ENCAP_L2_SHIFT)) {
        return -RT_EINVAL;
    }
    if (delta > DELTA_MAX || delta < -DELTA_MAX) {
        return -RT_EFAULT;
    }
    if ((!is_ip4(skb) && !is_ip6(skb)) || mode > MODE_MAC) {
        return -RT_ENOTSUPP;
    }
    uint32_t at = rt_skb_mac_bytes(skb) + (mode == MODE_NET ? base_bytes : 0), least = base_bytes;
    if (flags & DECAP_L3) {
        if (delta >= 0 || (flags & DECAP_L3) == DECAP_L3) {
            return -RT_EINVAL;
        }
        least = flags & DECAP_IPV4 ? RT_IPV4_BYTES : RT_IPV6_BYTES;
    }
    if (!fits(skb, delta, least)) {
        return -RT_ENOTSUPP;
    }
    int64_t error = delta < 0 ? shrink(skb, at, (uint32_t)-delta, flags)
                              : grow(skb, at, (uint32_t)delta, flags);
    if (!error && !(flags & NO_CSUM_RESET)) {
        rt_skb_csum_reset(skb);
    }
    return error;
}

int64_t bpf_aot_skb_change_proto(void *ctx, uint32_t protocol, uint64_t flags) {
    struct bpf_aot_skb *skb = ctx;
    uint32_t wanted = protocol & 0xffff;
    bool to_ip4 = wanted == rt_network16(RT_ETHERTYPE_IPV4);
    if (flags) {
        return -RT_EINVAL;
    }
    if (to_ip4 ? !is_ip6(skb) : !is_ip4(skb) || wanted != rt_network16(RT_ETHERTYPE_IPV6)) {
        return -RT_ENOTSUPP;
    }
    uint32_t at = rt_skb_mac_bytes(skb), difference = RT_IPV6_BYTES - RT_IPV4_BYTES;
    int64_t error = to_ip4 ? pop(skb, at, difference) : push(skb, at, difference);
    if (error) {
        return error;
    }
    uint32_t from = to_ip4 ? GSO_TCP6 : GSO_TCP4, to = to_ip4 ? GSO_TCP4 : GSO_TCP6;
    if (rt_skb_is_gso(skb)) {
        bool is_tcp = skb->gso_type & from;
        skb->gso_type = (skb->gso_type & ~from) | (is_tcp ? to : 0) | GSO_DODGY;
    }
    skb->protocol = wanted;
    rt_skb_clear_hash(skb);
    return 0;
}
