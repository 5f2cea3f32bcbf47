/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_fib_lookup: the order of checks, what is filled in, what the system is asked. As in
 * net/core/filter.c: bpf_ipv4_fib_lookup, bpf_ipv6_fib_lookup. */
#include "bpf-aot/system.h"

#include "libcalls/libcalls.h"
#include "selftest.h"

enum { EINVAL = 22, ENODEV = 19, EAFNOSUPPORT = 97 };
enum { DIRECT = 1, OUTPUT = 2, SKIP_NEIGH = 4, TBID = 8, SRC = 16, MARK = 32 };
enum { /* BPF_FIB_LKUP_RET_* */
       SUCCESS,
       BLACKHOLE,
       UNREACHABLE,
       PROHIBIT,
       NOT_FORWARDED,
       DISABLED,
       TUNNEL,
       NO_NEIGHBOUR,
       TOO_LONG,
       NO_SOURCE
};

/* uapi struct bpf_fib_lookup */
static struct params {
    uint8_t family, protocol, source_port[2], destination_port[2];
    uint16_t length;
    uint32_t ifindex, tos;
    uint8_t source[16], destination[16];
    uint32_t table;
    uint8_t source_mac[6], destination_mac[6];
} params;
_Static_assert(sizeof(struct params) == 64, "uapi");

static struct bpf_aot_device devices[2]; /* by ifindex, from 1 */
static struct bpf_aot_route route;
static struct bpf_aot_route_query asked;
static bool has_route, has_neighbour;
static uint8_t asked_neighbour[16];
static struct bpf_aot_run run;
static struct bpf_aot_xdp xdp;

static bool find_device(uint32_t ifindex, struct bpf_aot_device *device) {
    bool known = ifindex == 1 || ifindex == 2;
    if (known) {
        *device = devices[ifindex - 1];
    }
    return known;
}

static bool find_route(const struct bpf_aot_route_query *query, struct bpf_aot_route *found) {
    asked = *query;
    *found = route;
    return has_route;
}

static bool find_neighbour(uint32_t ifindex, uint32_t family, const uint8_t *address,
                           uint8_t mac[6]) {
    memcpy(asked_neighbour, address, family == BPF_AOT_INET ? 4 : 16);
    memset(mac, 0xbb, 6);
    return has_neighbour;
}

static const struct bpf_aot_system_ops ops = {
    .device = find_device, .route = find_route, .neighbour = find_neighbour};

/* An IPv4 packet of 100 bytes from device 1; its route goes over device 2. */
static void begin(uint32_t family) {
    for (uint32_t i = 0; i < 2; i++) {
        devices[i] = (struct bpf_aot_device){
            .ifindex = i + 1, .mtu = 1500 - i, .forwards_ipv4 = 1, .forwards_ipv6 = 1};
        memset(devices[i].address, 0xa0 + (int)i, 6);
    }
    route = (struct bpf_aot_route){.type = 1, .ifindex = 2, .metric = 7};
    has_route = has_neighbour = true;
    memset(&asked, 0, sizeof(asked));
    memset(&params, 0, sizeof(params));
    params.family = (uint8_t)family;
    params.length = 100;
    params.ifindex = 1;
    params.source[0] = 0x20;
    params.destination[0] = 0x30;
    bpf_aot_system = &ops;
    run = (struct bpf_aot_run){.context = BPF_AOT_CONTEXT_XDP, .input = &xdp};
}

static int64_t look_up(uint32_t flags) {
    return bpf_aot_fib_lookup(&xdp, &params, sizeof(params), flags, &run);
}

static bool all_are(const uint8_t *bytes, uint8_t value, size_t count) {
    while (count && bytes[count - 1] == value) {
        count--;
    }
    return count == 0;
}

static void arguments_are_checked(void) {
    begin(BPF_AOT_INET);
    CHECK(bpf_aot_fib_lookup(&xdp, &params, 63, 0, &run) == -EINVAL);
    CHECK(bpf_aot_fib_lookup(&xdp, &params, UINT32_MAX, 0, &run) == -EINVAL);
    CHECK(look_up(64) == -EINVAL);
    params.family = 1;
    CHECK(look_up(0) == -EAFNOSUPPORT);
    begin(BPF_AOT_INET);
    params.ifindex = 3;
    CHECK(look_up(0) == -ENODEV);
    params.ifindex = 1;
    devices[0].forwards_ipv4 = 0;
    CHECK(look_up(0) == DISABLED);
    CHECK(params.ifindex == 1 && params.length == 100);
}

static void a_route_fills_the_parameters(void) {
    begin(BPF_AOT_INET);
    params.table = 99;
    CHECK(look_up(0) == SUCCESS);
    CHECK(params.ifindex == 2 && params.tos == 7 && params.length == 1499 && params.table == 0);
    CHECK(all_are(params.source_mac, 0xa1, 6) && all_are(params.destination_mac, 0xbb, 6));
    CHECK(asked_neighbour[0] == 0x30 && params.source[0] == 0x20);
    begin(BPF_AOT_INET);
    CHECK(look_up(SKIP_NEIGH) == SUCCESS && all_are(params.destination_mac, 0, 6));
    begin(BPF_AOT_INET6);
    CHECK(look_up(0) == SUCCESS && params.ifindex == 2);
}

static void a_gateway_takes_the_place_of_the_destination(void) {
    begin(BPF_AOT_INET);
    route.gateway_family = BPF_AOT_INET;
    memset(route.gateway, 0x11, 16);
    CHECK(look_up(0) == SUCCESS && all_are(params.destination, 0x11, 4));
    CHECK(params.destination[4] == 0 && params.family == BPF_AOT_INET);
    begin(BPF_AOT_INET); /* RFC 5549: IPv4 over an IPv6 next hop */
    route.gateway_family = BPF_AOT_INET6;
    memset(route.gateway, 0x11, 16);
    CHECK(look_up(0) == SUCCESS && all_are(params.destination, 0x11, 16));
    CHECK(params.family == BPF_AOT_INET6 && all_are(asked_neighbour, 0x11, 16));
}

static void types_of_routes_have_their_answers(void) {
    static const uint8_t answers[] = {[0] = NOT_FORWARDED, [1] = SUCCESS,       [2] = NOT_FORWARDED,
                                      [3] = NOT_FORWARDED, [4] = NOT_FORWARDED, [5] = NOT_FORWARDED,
                                      [6] = BLACKHOLE,     [7] = UNREACHABLE,   [8] = PROHIBIT,
                                      [9] = NOT_FORWARDED};
    for (uint32_t type = 0; type < sizeof(answers); type++) {
        begin(BPF_AOT_INET);
        route.type = type;
        CHECK(look_up(0) == answers[type]);
    }
    begin(BPF_AOT_INET);
    has_route = false;
    CHECK(look_up(0) == NOT_FORWARDED);
    begin(BPF_AOT_INET);
    route.encapsulates = 1;
    CHECK(look_up(0) == TUNNEL);
    begin(BPF_AOT_INET);
    has_neighbour = false;
    CHECK(look_up(0) == NO_NEIGHBOUR && params.ifindex == 2);
}

static void packets_fit_the_path(void) {
    begin(BPF_AOT_INET);
    params.length = 1500;
    CHECK(look_up(0) == TOO_LONG && params.length == 1499);
    begin(BPF_AOT_INET);
    route.mtu = 1000;
    CHECK(look_up(0) == SUCCESS && params.length == 1000);
    begin(BPF_AOT_INET);
    params.length = 0; /* XDP asks all the same */
    CHECK(look_up(0) == SUCCESS && params.length == 1499);
    struct bpf_aot_skb skb = {.len = 1499 + 14 + 4};
    begin(BPF_AOT_INET);
    params.length = 0;
    run.context = BPF_AOT_CONTEXT_TC;
    CHECK(bpf_aot_fib_lookup(&skb, &params, sizeof(params), 0, &run) == SUCCESS);
    skb.len++;
    begin(BPF_AOT_INET);
    params.length = 0;
    run.context = BPF_AOT_CONTEXT_TC;
    CHECK(bpf_aot_fib_lookup(&skb, &params, sizeof(params), 0, &run) == TOO_LONG);
}

static void flags_say_what_is_asked(void) {
    begin(BPF_AOT_INET);
    params.tos = 0;
    memset(&params.tos, 0xff, 1);
    CHECK(look_up(OUTPUT) == SUCCESS && asked.is_output && asked.table == 0 && asked.tos == 0xfc);
    begin(BPF_AOT_INET);
    CHECK(look_up(DIRECT) == SUCCESS && asked.table == 254 && !asked.is_output);
    begin(BPF_AOT_INET);
    devices[0].table = 10;
    CHECK(look_up(DIRECT) == SUCCESS && asked.table == 10);
    begin(BPF_AOT_INET);
    params.table = 33;
    CHECK(look_up(DIRECT | TBID) == SUCCESS && asked.table == 33);
    begin(BPF_AOT_INET);
    CHECK(look_up(DIRECT | TBID) == NOT_FORWARDED); /* there is no table 0 */
    uint32_t mark = 0x1234;
    begin(BPF_AOT_INET);
    memcpy(params.source_mac, &mark, 4);
    CHECK(look_up(MARK) == SUCCESS && asked.mark == 0x1234);
    begin(BPF_AOT_INET);
    memcpy(params.source_mac, &mark, 4);
    CHECK(look_up(0) == SUCCESS && asked.mark == 0);
}

static void sources_are_filled_when_asked_for(void) {
    begin(BPF_AOT_INET);
    memset(route.source, 0x44, 16);
    route.has_source = 1;
    CHECK(look_up(SRC) == SUCCESS && all_are(params.source, 0x44, 4) && params.source[4] == 0);
    begin(BPF_AOT_INET6);
    CHECK(look_up(SRC) == NO_SOURCE);
    begin(BPF_AOT_INET6);
    memset(route.source, 0x44, 16);
    route.has_source = 1;
    CHECK(look_up(SRC) == SUCCESS && all_are(params.source, 0x44, 16));
}

static void some_addresses_are_never_forwarded(void) {
    static const uint8_t starts[][2] = {{0xff, 2}, {0xfe, 0x80}, {0xfe, 0xbf}};
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        begin(BPF_AOT_INET6);
        memcpy(params.destination, starts[i], 2);
        CHECK(look_up(0) == NOT_FORWARDED);
        begin(BPF_AOT_INET6);
        memcpy(params.source, starts[i], 2);
        CHECK(look_up(0) == NOT_FORWARDED);
    }
    begin(BPF_AOT_INET6);
    params.destination[0] = 0;
    params.destination[15] = 1;
    CHECK(look_up(0) == NOT_FORWARDED);
    begin(BPF_AOT_INET6);
    params.destination[0] = 0xfe;
    params.destination[1] = 0xc0;
    CHECK(look_up(0) == SUCCESS);
}

static void an_empty_system_has_no_devices(void) {
    static const struct bpf_aot_system_ops nothing;
    begin(BPF_AOT_INET);
    bpf_aot_system = &nothing;
    CHECK(look_up(0) == -ENODEV);
}

const struct selftest fib_tests[] = {
    {"arguments are checked", arguments_are_checked},
    {"a route fills the parameters", a_route_fills_the_parameters},
    {"a gateway takes the place of the destination", a_gateway_takes_the_place_of_the_destination},
    {"types of routes have their answers", types_of_routes_have_their_answers},
    {"packets fit the path", packets_fit_the_path},
    {"flags say what is asked", flags_say_what_is_asked},
    {"sources are filled when asked for", sources_are_filled_when_asked_for},
    {"some addresses are never forwarded", some_addresses_are_never_forwarded},
    {"an empty system has no devices", an_empty_system_has_no_devices},
    {NULL, NULL},
};
