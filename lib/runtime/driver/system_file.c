/* SPDX-License-Identifier: Apache-2.0 */
/* The file of -system: an object of lists of objects and of numbers; README.md has the names. */
#include "driver/json.h"
#include "driver/print.h"
#include "driver/system.h"
#include "libcalls/libcalls.h"

enum { TEXT_MAX = 64 };

enum kind { END, U32, U64, ADDRESS, MAC, NAMED, LIST, NUMBERS };

struct member {
    const char *name;
    enum kind kind;
    uint32_t offset;
    const struct shape *shape;  /* of a LIST's objects */
    const char *const *choices; /* of NAMED: by number, NULL at the end */
};

/* A list in bpf_aot_tables. */
struct shape {
    uint32_t count; /* where its length is */
    uint32_t max, size_bytes;
    const struct member *members;
};

#define AT(type, field) offsetof(struct type, field)

static const struct member device_members[] = {
    {"ifindex", U32, AT(bpf_aot_device, ifindex), NULL, NULL},
    {"mtu", U32, AT(bpf_aot_device, mtu), NULL, NULL},
    {"mac", MAC, AT(bpf_aot_device, address), NULL, NULL},
    {"down", U32, AT(bpf_aot_device, is_down), NULL, NULL},
    {"table", U32, AT(bpf_aot_device, table), NULL, NULL},
    {"forward4", U32, AT(bpf_aot_device, forwards_ipv4), NULL, NULL},
    {"forward6", U32, AT(bpf_aot_device, forwards_ipv6), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

/* By RTN_* of uapi linux/rtnetlink.h. */
static const char *const route_types[] = {"unspec",   "unicast",   "local",     "broadcast",
                                          "anycast",  "multicast", "blackhole", "unreachable",
                                          "prohibit", "throw",     NULL};

static const struct member route_members[] = {
    {"to", ADDRESS, AT(bpf_aot_route_row, to), NULL, NULL},
    {"via", ADDRESS, AT(bpf_aot_route_row, via), NULL, NULL},
    {"dev", U32, AT(bpf_aot_route_row, ifindex), NULL, NULL},
    {"src", ADDRESS, AT(bpf_aot_route_row, source), NULL, NULL},
    {"type", NAMED, AT(bpf_aot_route_row, type), NULL, route_types},
    {"table", U32, AT(bpf_aot_route_row, table), NULL, NULL},
    {"mark", U32, AT(bpf_aot_route_row, mark), NULL, NULL},
    {"metric", U32, AT(bpf_aot_route_row, metric), NULL, NULL},
    {"mtu", U32, AT(bpf_aot_route_row, mtu), NULL, NULL},
    {"encap", U32, AT(bpf_aot_route_row, encapsulates), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

static const struct member neighbour_members[] = {
    {"address", ADDRESS, AT(bpf_aot_neighbour_row, address), NULL, NULL},
    {"dev", U32, AT(bpf_aot_neighbour_row, ifindex), NULL, NULL},
    {"mac", MAC, AT(bpf_aot_neighbour_row, mac), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

/* By BPF_TCP_* of uapi linux/bpf.h, and IPPROTO_*. */
static const char *const states[] = {
    "",      "established", "syn_sent", "syn_recv", "fin_wait1", "fin_wait2", "time_wait",
    "close", "close_wait",  "last_ack", "listen",   "closing",   "request",   NULL};
static const char *const protocols[] = {"", "", "", "", "", "", "tcp", "",    "",  "",
                                        "", "", "", "", "", "", "",    "udp", NULL};

static const struct member sock_members[] = {
    {"protocol", NAMED, AT(bpf_aot_sock_row, protocol), NULL, protocols},
    {"state", NAMED, AT(bpf_aot_sock_row, state), NULL, states},
    {"local", ADDRESS, AT(bpf_aot_sock_row, local), NULL, NULL},
    {"local_port", U32, AT(bpf_aot_sock_row, local_port), NULL, NULL},
    {"remote", ADDRESS, AT(bpf_aot_sock_row, remote), NULL, NULL},
    {"remote_port", U32, AT(bpf_aot_sock_row, remote_port), NULL, NULL},
    {"dev", U32, AT(bpf_aot_sock_row, ifindex), NULL, NULL},
    {"mark", U32, AT(bpf_aot_sock_row, mark), NULL, NULL},
    {"priority", U32, AT(bpf_aot_sock_row, priority), NULL, NULL},
    {"uid", U32, AT(bpf_aot_sock_row, uid), NULL, NULL},
    {"v6only", U32, AT(bpf_aot_sock_row, v6only), NULL, NULL},
    {"listener", U32, AT(bpf_aot_sock_row, listener), NULL, NULL},
    {"cookie", U64, AT(bpf_aot_sock_row, cookie), NULL, NULL},
    {"netns_cookie", U64, AT(bpf_aot_sock_row, netns_cookie), NULL, NULL},
    {"cgroup", U64, AT(bpf_aot_sock_row, cgroup), NULL, NULL},
    {"max_segment", U32, AT(bpf_aot_sock_row, max_segment), NULL, NULL},
    {"syn_queue_full", U32, AT(bpf_aot_sock_row, syn_queue_full), NULL, NULL},
    {"accept_queue_full", U32, AT(bpf_aot_sock_row, accept_queue_full), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

static const struct member cgroup_members[] = {
    {"id", U64, AT(bpf_aot_cgroup_row, id), NULL, NULL},
    {"parent", U64, AT(bpf_aot_cgroup_row, parent), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

#define SHAPE(counter, most, type, members)                                                        \
    {AT(bpf_aot_tables, counter), most, sizeof(struct type), members}
static const struct shape device_shape =
    SHAPE(device_count, BPF_AOT_DEVICES_MAX, bpf_aot_device, device_members);
static const struct shape route_shape =
    SHAPE(route_count, BPF_AOT_ROUTES_MAX, bpf_aot_route_row, route_members);
static const struct shape neighbour_shape =
    SHAPE(neighbour_count, BPF_AOT_NEIGHBOURS_MAX, bpf_aot_neighbour_row, neighbour_members);
static const struct shape sock_shape =
    SHAPE(sock_count, BPF_AOT_SOCKS_MAX, bpf_aot_sock_row, sock_members);
static const struct shape cgroup_shape =
    SHAPE(cgroup_count, BPF_AOT_CGROUPS_MAX, bpf_aot_cgroup_row, cgroup_members);
static const struct shape key_shape = {AT(bpf_aot_tables, key_count), 8, sizeof(uint64_t), NULL};

static const struct member system_members[] = {
    {"devices", LIST, AT(bpf_aot_tables, devices), &device_shape, NULL},
    {"routes", LIST, AT(bpf_aot_tables, routes), &route_shape, NULL},
    {"neighbours", LIST, AT(bpf_aot_tables, neighbours), &neighbour_shape, NULL},
    {"sockets", LIST, AT(bpf_aot_tables, socks), &sock_shape, NULL},
    {"cgroups", LIST, AT(bpf_aot_tables, cgroups), &cgroup_shape, NULL},
    {"cgroup", U64, AT(bpf_aot_tables, cgroup), NULL, NULL},
    {"syncookie_keys", NUMBERS, AT(bpf_aot_tables, keys), &key_shape, NULL},
    {"syncookies", U32, AT(bpf_aot_tables, syncookies), NULL, NULL},
    {"seconds", U64, AT(bpf_aot_tables, seconds), NULL, NULL},
    {"netns_cookie", U64, AT(bpf_aot_tables, netns_cookie), NULL, NULL},
    {"ingress", U32, AT(bpf_aot_tables, at_ingress), NULL, NULL},
    {NULL, END, 0, NULL, NULL},
};

static bool wrong(const struct bpf_aot_input *input, const char *what, const char *name) {
    bpf_aot_error("%s:%u:%u: %s %s", input->path, input->line, input->column, what, name);
    return false;
}

static bool read_number(struct bpf_aot_input *input, uint64_t max, uint64_t *value) {
    int c = bpf_aot_json_peek(input);
    bool good = c >= '0' && c <= '9';
    for (*value = 0; good && c >= '0' && c <= '9'; c = bpf_aot_input_peek(input)) {
        uint32_t digit = (uint32_t)(c - '0');
        good = *value < max / 10 || (*value == max / 10 && digit <= max % 10);
        *value = *value * 10 + digit;
        bpf_aot_input_next(input);
    }
    return good || wrong(input, "expected", max == UINT32_MAX ? "a number of 32 bits" : "a number");
}

static bool read_choice(const char *text, const char *const *choices, uint32_t *value) {
    for (uint32_t i = 0; choices[i]; i++) {
        if (*text && strlen(text) == strlen(choices[i]) &&
            memcmp(text, choices[i], strlen(text)) == 0) {
            *value = i;
            return true;
        }
    }
    return false;
}

static bool read_text(struct bpf_aot_input *input, const struct member *member, void *to) {
    char text[TEXT_MAX];
    if (!bpf_aot_json_name(input, "an end of the string", text, sizeof(text))) {
        return false;
    }
    bool good = member->kind == ADDRESS ? bpf_aot_address_parse(text, to)
                : member->kind == MAC   ? bpf_aot_mac_parse(text, to)
                                        : read_choice(text, member->choices, to);
    return good || wrong(input, "not understood:", text);
}

static bool read_value(struct bpf_aot_input *input, const struct member *member, uint8_t *to) {
    uint64_t number;
    if (member->kind == U64) {
        return read_number(input, UINT64_MAX, (uint64_t *)(void *)to);
    }
    if (member->kind == U32) {
        bool good = read_number(input, UINT32_MAX, &number);
        *(uint32_t *)(void *)to = (uint32_t)number;
        return good;
    }
    return read_text(input, member, to);
}

static const struct member *read_name(struct bpf_aot_input *input, const struct member *members) {
    char name[TEXT_MAX];
    if (!bpf_aot_json_name(input, "a name", name, sizeof(name)) ||
        !bpf_aot_json_expect(input, ':')) {
        return NULL;
    }
    for (; members->name; members++) {
        if (strlen(name) == strlen(members->name) &&
            memcmp(name, members->name, strlen(name)) == 0) {
            return members;
        }
    }
    wrong(input, "unknown member", name);
    return NULL;
}

/* Of numbers and texts only. */
static bool read_row(struct bpf_aot_input *input, const struct member *members, uint8_t *to) {
    bool more = true;
    if (!bpf_aot_json_expect(input, '{')) {
        return false;
    }
    while (more) {
        const struct member *member = read_name(input, members);
        if (!member || !read_value(input, member, to + member->offset) ||
            !bpf_aot_json_more(input, '}', &more)) {
            return false;
        }
    }
    return true;
}

static bool read_list(struct bpf_aot_input *input, const struct member *member) {
    static const struct member number = {"", U64, 0, NULL, NULL};
    const struct shape *shape = member->shape;
    uint8_t *rows = (uint8_t *)&bpf_aot_tables + member->offset;
    uint32_t *count = (void *)((uint8_t *)&bpf_aot_tables + shape->count);
    bool more = true;
    if (!bpf_aot_json_expect(input, '[')) {
        return false;
    }
    if (bpf_aot_json_peek(input) == ']') {
        return bpf_aot_json_expect(input, ']');
    }
    while (more) {
        if (*count == shape->max) {
            return wrong(input, "too many", member->name);
        }
        uint8_t *row = rows + (size_t)(*count)++ * shape->size_bytes;
        if (!(shape->members ? read_row(input, shape->members, row)
                             : read_value(input, &number, row)) ||
            !bpf_aot_json_more(input, ']', &more)) {
            return false;
        }
    }
    return true;
}

static bool read_system(struct bpf_aot_input *input) {
    bool more = true;
    if (!bpf_aot_json_expect(input, '{')) {
        return false;
    }
    while (more) {
        const struct member *member = read_name(input, system_members);
        if (!member) {
            return false;
        }
        uint8_t *to = (uint8_t *)&bpf_aot_tables + member->offset;
        if (!(member->shape ? read_list(input, member) : read_value(input, member, to)) ||
            !bpf_aot_json_more(input, '}', &more)) {
            return false;
        }
        bpf_aot_tables.stops_clock |= to == (uint8_t *)&bpf_aot_tables.seconds;
    }
    return bpf_aot_json_end(input);
}

bool bpf_aot_system_read(const char *path) {
    static struct bpf_aot_input input;
    if (!bpf_aot_input_open(&input, path)) {
        return false;
    }
    bool good = read_system(&input);
    bpf_aot_input_close(&input);
    return good;
}
