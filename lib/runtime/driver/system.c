/* SPDX-License-Identifier: Apache-2.0 */
/* Lookups in the tables of a system file, as a kernel with the same tables answers. */
#include "driver/system.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"

enum { LOCAL_TABLE = 255, MAIN_TABLE = 254, DEFAULT_TABLE = 253 }; /* uapi: enum rt_class_t */
enum { ROUTE_UNICAST = 1, ROUTE_LOCAL = 2, ROUTE_THROW = 9 };
enum { KEYS = 8, TYPE_STREAM = 1, TYPE_DATAGRAM = 2, DEFAULT_MTU = 1500 };
enum { IPV6_METRIC = 1024 }; /* kernel: IP6_RT_PRIO_USER */

struct bpf_aot_tables bpf_aot_tables;

static bool find_device(uint32_t ifindex, struct bpf_aot_device *device) {
    for (uint32_t i = 0; i < bpf_aot_tables.device_count; i++) {
        if (bpf_aot_tables.devices[i].ifindex == ifindex) {
            *device = bpf_aot_tables.devices[i];
            return true;
        }
    }
    return false;
}

static bool has_prefix(const uint8_t *address, const uint8_t *prefix, uint32_t bits) {
    uint32_t bytes = bits / 8;
    uint32_t rest = bits % 8;
    return memcmp(address, prefix, bytes) == 0 &&
           (!rest || ((address[bytes] ^ prefix[bytes]) >> (8 - rest)) == 0);
}

static bool fits(const struct bpf_aot_route_row *row, const struct bpf_aot_route_query *query) {
    bool is_ipv4 = query->family == BPF_AOT_INET;
    /* Blackholes and the like are on all devices; IPv6 only prefers the device. */
    bool has_device =
        !query->is_output || !is_ipv4 || !row->ifindex || row->ifindex == query->ifindex;
    return row->to.family == query->family && has_device &&
           (!row->mark || row->mark == query->mark) &&
           has_prefix(query->destination, row->to.bytes, row->to.bits);
}

/* Longest prefix, then least metric, then, for IPv6, the device. */
static bool is_better(const struct bpf_aot_route_row *row, const struct bpf_aot_route_row *best,
                      const struct bpf_aot_route_query *query) {
    if (!best || row->to.bits != best->to.bits) {
        return !best || row->to.bits > best->to.bits;
    }
    if (row->metric != best->metric) {
        return row->metric < best->metric;
    }
    return query->family == BPF_AOT_INET6 && row->ifindex == query->ifindex &&
           best->ifindex != query->ifindex;
}

static const struct bpf_aot_route_row *find_in(uint32_t table,
                                               const struct bpf_aot_route_query *query) {
    const struct bpf_aot_route_row *best = NULL;
    for (uint32_t i = 0; i < bpf_aot_tables.route_count; i++) {
        const struct bpf_aot_route_row *row = &bpf_aot_tables.routes[i];
        if (row->table == table && fits(row, query) && is_better(row, best, query)) {
            best = row;
        }
    }
    return best;
}

/* The rules of a kernel that nobody gave others. */
static const struct bpf_aot_route_row *find_by_rules(const struct bpf_aot_route_query *query) {
    static const uint32_t tables[] = {LOCAL_TABLE, MAIN_TABLE, DEFAULT_TABLE};
    struct bpf_aot_device device;
    if (find_device(query->ifindex, &device) && device.table) {
        const struct bpf_aot_route_row *row = find_in(device.table, query);
        if (row && row->type != ROUTE_THROW) {
            return row;
        }
    }
    for (uint32_t i = 0; i < sizeof(tables) / sizeof(tables[0]); i++) {
        const struct bpf_aot_route_row *row = find_in(tables[i], query);
        if (row && row->type != ROUTE_THROW) {
            return row;
        }
    }
    return NULL;
}

/* The kernel keeps both in one trie until somebody adds rules (fib_trie_unmerge): a lookup in the
 * main table finds local addresses. IPv6 does not. */
static const struct bpf_aot_route_row *find_named(const struct bpf_aot_route_query *query) {
    const struct bpf_aot_route_row *row = NULL;
    if (query->table == MAIN_TABLE && query->family == BPF_AOT_INET) {
        row = find_in(LOCAL_TABLE, query);
    }
    return row ? row : find_in(query->table, query);
}

/* The source of a route that names none: the first address of its device. */
static const struct bpf_aot_address *source_of(const struct bpf_aot_route_row *route) {
    if (route->source.family) {
        return &route->source;
    }
    for (uint32_t i = 0; i < bpf_aot_tables.route_count; i++) {
        const struct bpf_aot_route_row *row = &bpf_aot_tables.routes[i];
        if (row->type == ROUTE_LOCAL && row->ifindex == route->ifindex &&
            row->to.family == route->to.family) {
            return &row->to;
        }
    }
    return &route->source;
}

static bool find_route(const struct bpf_aot_route_query *query, struct bpf_aot_route *route) {
    const struct bpf_aot_route_row *row = query->table ? find_named(query) : find_by_rules(query);
    if (!row) {
        return false;
    }
    const struct bpf_aot_address *source = source_of(row);
    *route = (struct bpf_aot_route){
        .type = row->type,
        .ifindex = row->ifindex,
        .metric = row->metric,
        .mtu = row->mtu,
        .encapsulates = row->encapsulates,
        .gateway_family = row->via.family,
        .has_source = source->family != 0,
    };
    memcpy(route->gateway, row->via.bytes, 16);
    memcpy(route->source, source->bytes, 16);
    return true;
}

static bool find_neighbour(uint32_t ifindex, uint32_t family, const uint8_t *address,
                           uint8_t mac[6]) {
    for (uint32_t i = 0; i < bpf_aot_tables.neighbour_count; i++) {
        const struct bpf_aot_neighbour_row *row = &bpf_aot_tables.neighbours[i];
        if (row->ifindex == ifindex && row->address.family == family &&
            memcmp(row->address.bytes, address, family == BPF_AOT_INET ? 4 : 16) == 0) {
            memcpy(mac, row->mac, 6);
            return true;
        }
    }
    return false;
}

/* 0: another; more: the closer. A connected socket is closer than any listener, as the kernel looks
 * at them first; then compute_score of net/ipv4 and net/ipv6. */
static int score(const struct bpf_aot_sock_row *row, const struct bpf_aot_sock_query *query) {
    static const uint8_t any[16];
    bool is_any = memcmp(row->local.bytes, any, sizeof(any)) == 0;
    bool is_same = row->local.family == query->family;
    uint32_t bytes = query->family == BPF_AOT_INET ? 4 : 16;
    /* An IPv6 socket of any address takes IPv4, too. */
    bool is_mixed = query->family == BPF_AOT_INET && is_any && !row->v6only;
    if (row->protocol != query->protocol || row->local_port != query->destination_port ||
        (!is_same && !is_mixed) || (row->ifindex && row->ifindex != query->ifindex) ||
        (!is_any && memcmp(row->local.bytes, query->destination, bytes) != 0)) {
        return 0;
    }
    bool is_connected = row->remote.family != 0;
    if (is_connected && (row->remote_port != query->source_port || !is_same ||
                         memcmp(row->remote.bytes, query->source, bytes) != 0)) {
        return 0;
    }
    return 1 + 16 * is_connected + 4 * !is_any + 2 * (row->ifindex != 0) + is_same;
}

static struct bpf_aot_sock *find_sock(const struct bpf_aot_sock_query *query) {
    struct bpf_aot_sock_row *best = NULL;
    int most = 0;
    for (uint32_t i = 0; i < bpf_aot_tables.sock_count && query->netns < 0; i++) {
        int now = score(&bpf_aot_tables.socks[i], query);
        if (now > most) {
            most = now;
            best = &bpf_aot_tables.socks[i];
        }
    }
    if (!best) {
        return NULL;
    }
    if (!(best->sock.flags & BPF_AOT_SOCK_RCU_FREE)) {
        __atomic_fetch_add(&best->references, 1, __ATOMIC_RELAXED);
    }
    return &best->sock;
}

static struct bpf_aot_sock *owns(const void *address) {
    uintptr_t offset = (uintptr_t)address - (uintptr_t)bpf_aot_tables.socks;
    uintptr_t index = offset / sizeof(struct bpf_aot_sock_row);
    if (index >= bpf_aot_tables.sock_count) {
        return NULL;
    }
    struct bpf_aot_sock *sock = &bpf_aot_tables.socks[index].sock;
    return address == &sock->fields || address == &sock->tcp ? sock : NULL;
}

static void release(struct bpf_aot_sock *sock) {
    uintptr_t offset = (uintptr_t)sock - offsetof(struct bpf_aot_sock_row, sock);
    __atomic_fetch_sub(&((struct bpf_aot_sock_row *)offset)->references, 1, __ATOMIC_RELAXED);
}

static int assign(void *context, struct bpf_aot_sock *sock) {
    ((struct bpf_aot_skb *)context)->sk = sock;
    return 0;
}

static uint64_t seconds(void) {
    return bpf_aot_tables.seconds;
}

static uint16_t network_port(uint32_t port) {
    const uint8_t bytes[] = {(uint8_t)(port >> 8), (uint8_t)port};
    uint16_t value;
    memcpy(&value, bytes, sizeof(value));
    return value;
}

static void fill_addresses(struct bpf_aot_sock_fields *fields, const struct bpf_aot_sock_row *row) {
    bool is_ipv4 = row->local.family == BPF_AOT_INET;
    memcpy(is_ipv4 ? &fields->src_ip4 : fields->src_ip6, row->local.bytes, is_ipv4 ? 4 : 16);
    memcpy(is_ipv4 ? &fields->dst_ip4 : fields->dst_ip6, row->remote.bytes, is_ipv4 ? 4 : 16);
    fields->src_port = row->local_port;
    fields->dst_port = network_port(row->remote_port);
}

static void make_sock(struct bpf_aot_sock_row *row, uint32_t handle) {
    bool is_tcp = row->protocol == BPF_AOT_TCP;
    bool is_free = !is_tcp || row->state == BPF_AOT_LISTEN;
    row->state = row->state ? row->state : BPF_AOT_CLOSE;
    row->sock = (struct bpf_aot_sock){
        .fields = {.bound_dev_if = row->ifindex,
                   .family = row->local.family,
                   .type = is_tcp ? TYPE_STREAM : TYPE_DATAGRAM,
                   .protocol = row->protocol,
                   .mark = row->mark,
                   .priority = row->priority,
                   .state = row->state,
                   .rx_queue_mapping = -1},
        .cookie = row->cookie ? row->cookie : handle,
        .netns_cookie = row->netns_cookie ? row->netns_cookie : bpf_aot_tables.netns_cookie,
        .cgroup = row->cgroup,
        .handle = handle,
        .flags = (is_free ? BPF_AOT_SOCK_RCU_FREE : 0) | (row->v6only ? BPF_AOT_SOCK_V6ONLY : 0) |
                 (row->syn_queue_full ? BPF_AOT_SOCK_SYNQ_FULL : 0) |
                 (row->accept_queue_full ? BPF_AOT_SOCK_ACCEPT_FULL : 0),
        .uid = row->uid,
        .user_mss = row->max_segment,
    };
    if (row->listener) {
        row->sock.listener = &bpf_aot_tables.socks[row->listener - 1].sock;
    }
    fill_addresses(&row->sock.fields, row);
}

static bool complete(void) {
    for (uint32_t i = 0; i < bpf_aot_tables.device_count; i++) {
        struct bpf_aot_device *device = &bpf_aot_tables.devices[i];
        device->mtu = device->mtu ? device->mtu : DEFAULT_MTU;
    }
    for (uint32_t i = 0; i < bpf_aot_tables.route_count; i++) {
        struct bpf_aot_route_row *row = &bpf_aot_tables.routes[i];
        bool is_ipv6 = row->to.family == BPF_AOT_INET6;
        row->type = row->type ? row->type : ROUTE_UNICAST;
        row->table = row->table ? row->table : MAIN_TABLE;
        row->metric = row->metric || !is_ipv6 ? row->metric : IPV6_METRIC;
    }
    for (uint32_t i = 0; i < bpf_aot_tables.sock_count; i++) {
        struct bpf_aot_sock_row *row = &bpf_aot_tables.socks[i];
        if (row->listener > bpf_aot_tables.sock_count || row->listener == i + 1) {
            bpf_aot_error("-system: socket %u: listener %u is not another socket", i + 1,
                          row->listener);
            return false;
        }
        make_sock(row, i + 1);
    }
    if (bpf_aot_tables.key_count && bpf_aot_tables.key_count != KEYS) {
        bpf_aot_error("-system: syncookie_keys are %u numbers, not 8", bpf_aot_tables.key_count);
        return false;
    }
    return bpf_aot_cgroups_complete();
}

bool bpf_aot_system_load(const char *path) {
    static struct bpf_aot_system_ops ops = {
        .device = find_device,
        .route = find_route,
        .neighbour = find_neighbour,
        .find_sock = find_sock,
        .release = release,
        .owns = owns,
        .cgroup_ancestor = bpf_aot_cgroups_ancestor,
    };
    if (!bpf_aot_system_read(path) || !complete()) {
        return false;
    }
    ops.assign = bpf_aot_tables.at_ingress ? assign : NULL;
    ops.seconds = bpf_aot_tables.stops_clock ? seconds : NULL;
    ops.cgroup = bpf_aot_tables.cgroup;
    ops.netns_cookie =
        bpf_aot_tables.netns_cookie ? bpf_aot_tables.netns_cookie : BPF_AOT_NETNS_COOKIE;
    ops.syncookies_mode = bpf_aot_tables.syncookies;
    ops.syncookie_keys = bpf_aot_tables.key_count ? bpf_aot_tables.keys : NULL;
    bpf_aot_system = &ops;
    return true;
}
