/* SPDX-License-Identifier: Apache-2.0 */
/* uapi linux/bpf.h: enum bpf_prog_type, enum bpf_attach_type. */
#include "types.h"

#include "libcalls/libcalls.h"

static const char *const type_names[] = {
    "UNSPEC",
    "SOCKET_FILTER",
    "KPROBE",
    "SCHED_CLS",
    "SCHED_ACT",
    "TRACEPOINT",
    "XDP",
    "PERF_EVENT",
    "CGROUP_SKB",
    "CGROUP_SOCK",
    "LWT_IN",
    "LWT_OUT",
    "LWT_XMIT",
    "SOCK_OPS",
    "SK_SKB",
    "CGROUP_DEVICE",
    "SK_MSG",
    "RAW_TRACEPOINT",
    "CGROUP_SOCK_ADDR",
    "LWT_SEG6LOCAL",
    "LIRC_MODE2",
    "SK_REUSEPORT",
    "FLOW_DISSECTOR",
    "CGROUP_SYSCTL",
    "RAW_TRACEPOINT_WRITABLE",
    "CGROUP_SOCKOPT",
    "TRACING",
    "STRUCT_OPS",
    "EXT",
    "LSM",
    "SK_LOOKUP",
    "SYSCALL",
    "NETFILTER",
};

static const struct {
    const char *pattern, *type;
} sections[] = {
#define SECTION(pattern, type, context) {pattern, #type},
#include "bpf-aot/sections.def"
};

/* Sections whose programs a kernel refuses, or reads otherwise, without an attach type. */
static const struct {
    const char *section;
    uint32_t attach;
} attach_types[] = {
    {"cgroup_skb/egress", 1}, {"xdp.frags/devmap", 33}, {"xdp/devmap", 33},
    {"xdp_devmap/", 33},      {"xdp.frags/cpumap", 35}, {"xdp/cpumap", 35},
    {"xdp_cpumap/", 35},      {"sk_lookup", 36},        {"sk_reuseport/migrate", 40},
    {"sk_reuseport", 39},     {"netfilter", 45},
};

enum {
    TYPES = sizeof(type_names) / sizeof(type_names[0]),
    SECTIONS = sizeof(sections) / sizeof(sections[0]),
    ATTACH_TYPES = sizeof(attach_types) / sizeof(attach_types[0]),
};

bool type_of_name(const char *name, struct kind *kind) {
    uint32_t number = 0;
    const char *at = name;
    for (; *at >= '0' && *at <= '9' && number < 1000; at++) {
        number = number * 10 + (uint32_t)(*at - '0');
    }
    if (at != name && *at == 0) {
        kind->type = number;
        return true;
    }
    for (uint32_t i = 1; i < TYPES; i++) {
        if (same_text(name, type_names[i])) {
            kind->type = i;
            return true;
        }
    }
    return false;
}

/* What bpf-aot/sections.def says of patterns. */
static bool fits(const char *section, const char *pattern) {
    size_t size = strlen(pattern);
    if (pattern[size - 1] == '/') {
        return starts_with(section, pattern);
    }
    if (pattern[size - 1] != '+') {
        return same_text(section, pattern);
    }
    size--;
    return strlen(section) >= size && memcmp(section, pattern, size) == 0 &&
           (section[size] == 0 || section[size] == '/');
}

bool type_of_section(const char *section, struct kind *kind) {
    section += section[0] == '?';
    for (uint32_t i = 0; i < SECTIONS; i++) {
        if (!fits(section, sections[i].pattern)) {
            continue;
        }
        for (uint32_t k = 0; k < ATTACH_TYPES; k++) {
            if (starts_with(section, attach_types[k].section)) {
                kind->attach = attach_types[k].attach;
                break;
            }
        }
        return type_of_name(sections[i].type, kind);
    }
    return false;
}
