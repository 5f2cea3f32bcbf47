/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_fib_lookup: net/core/filter.c, bpf_ipv4_fib_lookup, bpf_ipv6_fib_lookup and their callers.
 * The system finds the route; what it means, and in which order it is looked at, is here. */
#include "bytes.h"
#include "system/sock.h"

enum {
    DIRECT = 1 << 0,
    OUTPUT = 1 << 1,
    SKIP_NEIGH = 1 << 2,
    TBID = 1 << 3,
    SRC = 1 << 4,
    MARK = 1 << 5,
    ALL_FLAGS = (1 << 6) - 1,
};

/* uapi: BPF_FIB_LKUP_RET_* */
enum {
    SUCCESS,
    BLACKHOLE,
    UNREACHABLE,
    PROHIBIT,
    NOT_FORWARDED,
    FORWARDING_DISABLED,
    UNSUPPORTED_TUNNEL,
    NO_NEIGHBOUR,
    FRAGMENTATION_NEEDED,
    NO_SOURCE,
};

enum { MAIN_TABLE = 254, ROUTE_UNICAST = 1 }; /* uapi linux/rtnetlink.h */
enum { DSCP_MASK = 0xfc, LINK_HEADER_BYTES = 14, VLAN_BYTES = 4 };

/* uapi struct bpf_fib_lookup. */
struct params {
    uint8_t family, protocol;
    uint8_t source_port[2], destination_port[2];
    uint16_t length; /* in: bytes from the network header on; out: the MTU */
    uint32_t ifindex;
    uint32_t tos; /* in: tos or flow info, out: the metric */
    uint8_t source[16], destination[16];
    uint32_t table; /* in: table, out: VLAN */
    uint8_t source_mac[6], destination_mac[6];
};
_Static_assert(sizeof(struct params) == 64, "struct bpf_fib_lookup");

/* What one call works on. */
struct lookup {
    struct params params;
    struct bpf_aot_device device; /* the packet's, then the route's */
    struct bpf_aot_route route;
    uint32_t flags;
    bool checks_mtu;
};

static bool find_device(uint32_t ifindex, struct bpf_aot_device *device) {
    return bpf_aot_system->device && bpf_aot_system->device(ifindex, device);
}

/* Multicast, link-local and loopback addresses (kernel: rt6_need_strict). */
static bool is_never_forwarded(const uint8_t *address) {
    static const uint8_t loopback[16] = {[15] = 1};
    return address[0] == 0xff || (address[0] == 0xfe && (address[1] & 0xc0) == 0x80) ||
           memcmp(address, loopback, sizeof(loopback)) == 0;
}

static uint32_t take_table(struct lookup *lookup) {
    uint32_t table = lookup->device.table ? lookup->device.table : MAIN_TABLE;
    if (!(lookup->flags & DIRECT)) {
        return 0;
    }
    if (lookup->flags & TBID) {
        table = lookup->params.table;
        lookup->params.table = 0;
    }
    return table;
}

static uint16_t port(const uint8_t *bytes) {
    return (uint16_t)(bytes[0] << 8 | bytes[1]);
}

static bool find_route(struct lookup *lookup) {
    struct params *params = &lookup->params;
    bool is_ipv4 = params->family == BPF_AOT_INET;
    uint8_t tos;
    memcpy(&tos, &params->tos, 1);
    struct bpf_aot_route_query query = {
        .family = params->family,
        .protocol = params->protocol,
        .tos = is_ipv4 ? tos & DSCP_MASK : 0,
        .flow_info = is_ipv4 ? 0 : params->tos,
        .ifindex = params->ifindex,
        .is_output = (lookup->flags & OUTPUT) != 0,
        .source_port = port(params->source_port),
        .destination_port = port(params->destination_port),
    };
    bool names_table = (lookup->flags & DIRECT) != 0;
    query.table = take_table(lookup);
    if ((lookup->flags & MARK) && !names_table) {
        memcpy(&query.mark, params->source_mac, sizeof(query.mark)); /* in: mark */
    }
    memcpy(query.source, params->source, is_ipv4 ? 4 : 16);
    memcpy(query.destination, params->destination, is_ipv4 ? 4 : 16);
    return (query.table || !names_table) && bpf_aot_system->route &&
           bpf_aot_system->route(&query, &lookup->route);
}

/* The result for each type of route; types beyond, and RTN_THROW, are not forwarded. */
static int judge_type(uint32_t type) {
    static const uint8_t results[] = {
        [0] = NOT_FORWARDED, [ROUTE_UNICAST] = SUCCESS, [2] = NOT_FORWARDED,
        [3] = NOT_FORWARDED, [4] = NOT_FORWARDED,       [5] = NOT_FORWARDED,
        [6] = BLACKHOLE,     [7] = UNREACHABLE,         [8] = PROHIBIT,
    };
    return type < sizeof(results) ? results[type] : NOT_FORWARDED;
}

/* 0, or FRAGMENTATION_NEEDED; either way params->length is the MTU where it was asked for. */
static int check_mtu(struct lookup *lookup, uint32_t *mtu) {
    *mtu = lookup->route.mtu ? lookup->route.mtu : lookup->device.mtu;
    if (lookup->checks_mtu && lookup->params.length > *mtu) {
        lookup->params.length = (uint16_t)*mtu;
        return FRAGMENTATION_NEEDED;
    }
    return SUCCESS;
}

/* Source, gateway; the kernel has filled these when it then misses the neighbour. */
static int fill_addresses(struct lookup *lookup) {
    struct params *params = &lookup->params;
    const struct bpf_aot_route *route = &lookup->route;
    bool is_ipv4 = params->family == BPF_AOT_INET;
    params->tos = route->metric;
    params->ifindex = route->ifindex;
    if (!is_ipv4 && route->gateway_family) {
        memcpy(params->destination, route->gateway, 16);
    }
    if (lookup->flags & SRC) {
        if (!is_ipv4 && !route->has_source) {
            return NO_SOURCE;
        }
        memcpy(params->source, route->source, is_ipv4 ? 4 : 16);
    }
    if (is_ipv4 && route->gateway_family) {
        bool is_mixed = route->gateway_family == BPF_AOT_INET6;
        memcpy(params->destination, route->gateway, is_mixed ? 16 : 4);
        params->family = is_mixed ? BPF_AOT_INET6 : BPF_AOT_INET;
    }
    return SUCCESS;
}

static int fill(struct lookup *lookup) {
    struct params *params = &lookup->params;
    uint32_t mtu;
    if (!find_device(lookup->route.ifindex, &lookup->device)) {
        return NOT_FORWARDED;
    }
    int status = check_mtu(lookup, &mtu);
    if (status || lookup->route.encapsulates) {
        return status ? status : UNSUPPORTED_TUNNEL;
    }
    status = fill_addresses(lookup);
    if (status) {
        return status;
    }
    if (!(lookup->flags & SKIP_NEIGH)) {
        uint8_t mac[6];
        if (!bpf_aot_system->neighbour ||
            !bpf_aot_system->neighbour(params->ifindex, params->family, params->destination, mac)) {
            return NO_NEIGHBOUR;
        }
        memcpy(params->destination_mac, mac, sizeof(mac));
        memcpy(params->source_mac, lookup->device.address, 6);
    }
    params->table = 0; /* h_vlan_proto, h_vlan_TCI */
    if (lookup->checks_mtu) {
        params->length = (uint16_t)mtu;
    }
    return SUCCESS;
}

static int look_up(struct lookup *lookup) {
    struct params *params = &lookup->params;
    bool is_ipv4 = params->family == BPF_AOT_INET;
    if (!is_ipv4 && params->family != BPF_AOT_INET6) {
        return -RT_EAFNOSUPPORT;
    }
    if (!is_ipv4 &&
        (is_never_forwarded(params->destination) || is_never_forwarded(params->source))) {
        return NOT_FORWARDED;
    }
    if (!find_device(params->ifindex, &lookup->device)) {
        return -RT_ENODEV;
    }
    if (!(is_ipv4 ? lookup->device.forwards_ipv4 : lookup->device.forwards_ipv6)) {
        return FORWARDING_DISABLED;
    }
    if (!find_route(lookup)) {
        return NOT_FORWARDED;
    }
    int status = judge_type(lookup->route.type);
    return status ? status : fill(lookup);
}

/* Without a length in the parameters the packet's own counts (kernel: is_skb_forwardable). */
static int check_packet(struct lookup *lookup, const struct bpf_aot_skb *skb) {
    const struct bpf_aot_device *device = &lookup->device;
    bool fits = !device->is_down && skb->len <= device->mtu + LINK_HEADER_BYTES + VLAN_BYTES;
    lookup->params.length = (uint16_t)device->mtu;
    return fits ? SUCCESS : FRAGMENTATION_NEEDED;
}

int64_t bpf_aot_fib_lookup(void *ctx, void *params, uint32_t params_bytes, uint32_t flags,
                           struct bpf_aot_run *run) {
    struct lookup lookup = {.flags = flags};
    bool is_xdp = run->context == BPF_AOT_CONTEXT_XDP || run->context == BPF_AOT_CONTEXT_XDP_DEVMAP;
    if (params_bytes < sizeof(lookup.params) || params_bytes > INT32_MAX || flags & ~ALL_FLAGS) {
        return -RT_EINVAL;
    }
    memcpy(&lookup.params, params, sizeof(lookup.params));
    lookup.checks_mtu = is_xdp || lookup.params.length;
    int status = look_up(&lookup);
    if (status == SUCCESS && !lookup.checks_mtu) {
        status = check_packet(&lookup, ctx);
    }
    memcpy(params, &lookup.params, sizeof(lookup.params));
    return status;
}
