/* SPDX-License-Identifier: Apache-2.0 */
/* Where the payload of a packet begins, behind all headers that the kernel's flow dissector goes
 * through (net/core/flow_dissector.c: __skb_flow_dissect, __skb_get_poff); 0: it gives up. */
#include "helpers/skb.h"

enum { HEADERS_MAX = 15 }; /* kernel: MAX_FLOW_DISSECT_HDRS */

/* What to look at next: STEP_INSIDE is the IP header's protocol, the others count. */
enum step { STEP_BAD, STEP_DONE, STEP_INSIDE, STEP_LINK, STEP_EXTENSION };

struct walk {
    const struct bpf_aot_skb *skb;
    int32_t at;        /* from data on; negative in front of it */
    uint32_t type;     /* ethertype */
    uint32_t protocol; /* of IP */
    uint32_t headers;  /* gone through so far */
    bool tag_seen, is_fragment, is_first;
};

static uint32_t big16(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 8 | bytes[1];
}

/* The next `bytes` bytes, or NULL. */
static const uint8_t *header(const struct walk *walk, int32_t skipped, int32_t bytes) {
    int64_t end = (int64_t)walk->at + skipped + bytes;
    return end <= (int64_t)walk->skb->len ? (const uint8_t *)walk->skb->data + walk->at + skipped
                                          : NULL;
}

static enum step step_ip4(struct walk *walk) {
    const uint8_t *ip = header(walk, 0, RT_IPV4_BYTES);
    if (!ip || (ip[0] & 15) < 5) {
        return STEP_BAD;
    }
    uint32_t fragment = big16(ip + 6) & 0x3fff;
    walk->at += (ip[0] & 15) * 4;
    walk->protocol = ip[9];
    if (!fragment) {
        return STEP_INSIDE;
    }
    walk->is_fragment = true;
    walk->is_first = !(fragment & 0x1fff);
    return STEP_DONE;
}

static enum step step_ip6(struct walk *walk) {
    const uint8_t *ip = header(walk, 0, RT_IPV6_BYTES);
    if (!ip) {
        return STEP_BAD;
    }
    walk->at += RT_IPV6_BYTES;
    walk->protocol = ip[6];
    return STEP_INSIDE;
}

/* The first tag may be in the context and not in the packet. */
static enum step step_vlan(struct walk *walk) {
    if (!walk->tag_seen && walk->skb->vlan_present) {
        walk->type = rt_network16(walk->skb->protocol);
    } else {
        const uint8_t *tag = header(walk, 0, RT_VLAN_BYTES);
        if (!tag) {
            return STEP_BAD;
        }
        walk->type = big16(tag + 2);
        walk->at += RT_VLAN_BYTES;
    }
    walk->tag_seen = true;
    return STEP_LINK;
}

enum { PPP_IP4 = 0x21, PPP_IP6 = 0x57, PPP_MPLS = 0x281, PPP_MPLS_MULTICAST = 0x283 };

static enum step step_pppoe(struct walk *walk) {
    const uint8_t *ppp = header(walk, 0, 8);
    if (!ppp || ppp[0] != 0x11 || ppp[1] != 0) {
        return STEP_BAD;
    }
    uint32_t protocol = big16(ppp + 6);
    walk->at += 8;
    switch (protocol) {
    case PPP_IP4:
        walk->type = RT_ETHERTYPE_IPV4;
        return STEP_LINK;
    case PPP_IP6:
        walk->type = RT_ETHERTYPE_IPV6;
        return STEP_LINK;
    case PPP_MPLS:
    case PPP_MPLS_MULTICAST:
        walk->at += 4;
        return STEP_DONE;
    default:
        return (protocol & 0x0101) == 1 ? STEP_DONE : STEP_BAD;
    }
}

static enum step skip(struct walk *walk, int32_t bytes) {
    if (!header(walk, 0, bytes)) {
        return STEP_BAD;
    }
    walk->at += bytes;
    return STEP_DONE;
}

static enum step step_mpls(struct walk *walk) {
    walk->at += 4;
    return STEP_DONE;
}

static enum step step_fcoe(struct walk *walk) {
    return skip(walk, 38);
}

static enum step step_ptp(struct walk *walk) {
    return skip(walk, 34);
}

static enum step step_tipc(struct walk *walk) {
    return header(walk, 0, 16) ? STEP_DONE : STEP_BAD;
}

static enum step step_nothing(struct walk *walk) {
    return STEP_DONE;
}

static enum step step_hsr(struct walk *walk) {
    const uint8_t *tag = header(walk, 0, 6);
    if (!tag) {
        return STEP_BAD;
    }
    walk->type = big16(tag + 4);
    walk->at += 6;
    return STEP_LINK;
}

/* Unicast packets of version 15, an Ethernet frame inside. */
static enum step step_batman(struct walk *walk) {
    const uint8_t *mesh = header(walk, 0, 24);
    if (!mesh || mesh[0] != 0x40 || mesh[1] != 15) {
        return STEP_BAD;
    }
    walk->type = big16(mesh + 22);
    walk->at += 24;
    return STEP_LINK;
}

enum {
    GRE_CSUM = 0x8000,
    GRE_ROUTING = 0x4000,
    GRE_KEY = 0x2000,
    GRE_SEQ = 0x1000,
    GRE_ACK = 0x80,
    GRE_VERSION = 7,
    GRE_PPP = 0x880b,
    GRE_ETHERNET = 0x6558
};

/* Version 1 is PPTP: PPP with a key. */
static enum step inside_pptp(struct walk *walk, uint32_t flags, int32_t offset) {
    offset += flags & GRE_ACK ? 4 : 0;
    const uint8_t *ppp = header(walk, offset, 4);
    if (!ppp) {
        return STEP_BAD;
    }
    uint32_t protocol = big16(ppp + 2);
    walk->type = protocol == PPP_IP4   ? RT_ETHERTYPE_IPV4
                 : protocol == PPP_IP6 ? RT_ETHERTYPE_IPV6
                                       : walk->type;
    walk->at += offset + 4;
    return STEP_LINK;
}

static enum step step_gre(struct walk *walk) {
    const uint8_t *gre = header(walk, 0, 4);
    if (!gre) {
        return STEP_BAD;
    }
    uint32_t flags = big16(gre), version = flags & GRE_VERSION;
    if (flags & GRE_ROUTING || version > 1) {
        return STEP_DONE;
    }
    walk->type = big16(gre + 2);
    if (version == 1 && (walk->type != GRE_PPP || !(flags & GRE_KEY))) {
        return STEP_DONE;
    }
    int32_t offset = 4 + (flags & GRE_CSUM ? 4 : 0);
    if (flags & GRE_KEY && !header(walk, offset, 4)) {
        return STEP_BAD;
    }
    offset += (flags & GRE_KEY ? 4 : 0) + (flags & GRE_SEQ ? 4 : 0);
    if (version == 1) {
        return inside_pptp(walk, flags, offset);
    }
    if (walk->type == GRE_ETHERNET) {
        const uint8_t *frame = header(walk, offset, RT_ETH_BYTES);
        if (!frame) {
            return STEP_BAD;
        }
        walk->type = big16(frame + RT_ETH_ADDRESSES_BYTES);
        offset += RT_ETH_BYTES;
    }
    walk->at += offset;
    return STEP_LINK;
}

static enum step step_options(struct walk *walk) {
    const uint8_t *options = header(walk, 0, 2);
    if (walk->type != RT_ETHERTYPE_IPV6) {
        return STEP_DONE;
    }
    if (!options) {
        return STEP_BAD;
    }
    walk->protocol = options[0];
    walk->at += (options[1] + 1) * 8;
    return STEP_EXTENSION;
}

static enum step step_fragment(struct walk *walk) {
    const uint8_t *fragment = header(walk, 0, 8);
    if (walk->type != RT_ETHERTYPE_IPV6) {
        return STEP_DONE;
    }
    if (!fragment) {
        return STEP_BAD;
    }
    walk->is_fragment = true;
    walk->is_first = !(big16(fragment + 2) & 0xfff8);
    walk->protocol = fragment[0];
    walk->at += 8;
    return STEP_DONE;
}

static enum step step_ip4_inside(struct walk *walk) {
    walk->type = RT_ETHERTYPE_IPV4;
    return STEP_LINK;
}

static enum step step_ip6_inside(struct walk *walk) {
    walk->type = RT_ETHERTYPE_IPV6;
    return STEP_LINK;
}

enum { ETHERTYPE_MPLS = 0x8847 };

static enum step step_mpls_inside(struct walk *walk) {
    walk->type = ETHERTYPE_MPLS;
    return STEP_LINK;
}

struct row {
    uint32_t number;
    enum step (*step)(struct walk *walk);
};

/* What else there is ends the walk: in vain behind an ethertype, well behind a protocol. */
static const struct row types[] = {
    {RT_ETHERTYPE_IPV4, step_ip4},
    {RT_ETHERTYPE_IPV6, step_ip6},
    {RT_ETHERTYPE_VLAN, step_vlan},
    {RT_ETHERTYPE_QINQ, step_vlan},
    {0x0806, step_nothing}, /* ARP */
    {0x8035, step_nothing}, /* RARP */
    {0x4305, step_batman},
    {ETHERTYPE_MPLS, step_mpls},
    {0x8848, step_mpls}, /* multicast */
    {0x8864, step_pppoe},
    {0x88ca, step_tipc},
    {0x88f7, step_ptp},
    {0x88fb, step_hsr},     /* PRP */
    {0x8902, step_nothing}, /* CFM */
    {0x8906, step_fcoe},
    {0x892f, step_hsr},
};
static const struct row protocols[] = {
    {0, step_options},                                                  /* hop by hop */
    {4, step_ip4_inside},    {41, step_ip6_inside}, {43, step_options}, /* routing */
    {44, step_fragment},     {47, step_gre},        {60, step_options}, /* destination */
    {137, step_mpls_inside},
};

static enum step take(struct walk *walk, const struct row *rows, size_t count, uint32_t number,
                      enum step otherwise) {
    for (size_t i = 0; i < count; i++) {
        if (rows[i].number == number) {
            return rows[i].step(walk);
        }
    }
    return otherwise;
}

/* False: something was cut off or unknown. */
static bool dissect(struct walk *walk) {
    enum step step = STEP_LINK;
    for (;;) {
        step = step == STEP_LINK
                   ? take(walk, types, sizeof(types) / sizeof(types[0]), walk->type, STEP_BAD)
                   : take(walk, protocols, sizeof(protocols) / sizeof(protocols[0]), walk->protocol,
                          STEP_DONE);
        if (step == STEP_BAD || step == STEP_DONE) {
            return step == STEP_DONE;
        }
        if (step != STEP_INSIDE && ++walk->headers > HEADERS_MAX) {
            return true;
        }
    }
}

/* Bytes of the header of a transport protocol; TCP's are in the header. */
static uint32_t transport_bytes(const struct walk *walk) {
    static const struct {
        uint8_t protocol, bytes;
    } rows[] = {{1, 8},   /* ICMP */
                {2, 8},   /* IGMP */
                {17, 8},  /* UDP */
                {33, 12}, /* DCCP */
                {58, 8},  /* ICMPv6 */
                {132, 12} /* SCTP */,
                {136, 8} /* UDPLITE */};
    if (walk->protocol == 6) {
        const uint8_t *length = header(walk, 12, 1);
        uint32_t bytes = length ? (length[0] & 0xf0u) >> 2 : 0;
        return !length ? 0 : bytes < 20 ? 20 : bytes;
    }
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].protocol == walk->protocol) {
            return rows[i].bytes;
        }
    }
    return 0;
}

uint64_t bpf_aot_skb_get_pay_offset(void *ctx) {
    const struct bpf_aot_skb *skb = ctx;
    struct walk walk = {
        .skb = skb,
        .at = rt_skb_offset(skb, skb->network_header),
        .type = rt_network16(skb->vlan_present ? skb->vlan_proto : skb->protocol),
    };
    if (!dissect(&walk)) {
        return 0;
    }
    uint32_t offset = (uint32_t)walk.at < skb->len ? (uint32_t)walk.at : skb->len;
    if (offset > UINT16_MAX) {
        return 0;
    }
    walk.at = (int32_t)offset;
    return walk.is_fragment && !walk.is_first ? offset : offset + transport_bytes(&walk);
}
