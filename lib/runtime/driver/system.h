/* SPDX-License-Identifier: Apache-2.0 */
/* A system out of a JSON file (-system): tables of devices, routes, neighbours and sockets. */
#ifndef BPF_AOT_DRIVER_SYSTEM_H
#define BPF_AOT_DRIVER_SYSTEM_H

#include "bpf-aot/system.h"

enum {
    BPF_AOT_DEVICES_MAX = 32,
    BPF_AOT_ROUTES_MAX = 256,
    BPF_AOT_NEIGHBOURS_MAX = 256,
    BPF_AOT_SOCKS_MAX = 64,
    BPF_AOT_CGROUPS_MAX = 64,
};

/* An address, or a prefix of it. A family of 0: not said, that is, any. */
struct bpf_aot_address {
    uint32_t family;
    uint32_t bits;
    uint8_t bytes[16];
};

/* As the file has them; all members that it may leave out are then 0. */
struct bpf_aot_route_row {
    struct bpf_aot_address to, via, source;
    uint32_t type, table, mark, metric, mtu, ifindex, encapsulates;
};

struct bpf_aot_neighbour_row {
    struct bpf_aot_address address;
    uint32_t ifindex;
    uint8_t mac[6];
};

struct bpf_aot_sock_row {
    struct bpf_aot_address local, remote;
    uint32_t protocol, state, local_port, remote_port, mark, priority, ifindex, uid, v6only;
    uint32_t listener; /* of a request: its place among the sockets, from 1 */
    uint32_t syn_queue_full, accept_queue_full, max_segment;
    uint64_t cookie, netns_cookie, cgroup;
    struct bpf_aot_sock sock; /* made of the rest */
    uint32_t references;
};

struct bpf_aot_cgroup_row {
    uint64_t id, parent; /* a row before it, or the root */
};

struct bpf_aot_tables {
    uint32_t device_count, route_count, neighbour_count, sock_count, key_count, cgroup_count;
    struct bpf_aot_device devices[BPF_AOT_DEVICES_MAX];
    struct bpf_aot_route_row routes[BPF_AOT_ROUTES_MAX];
    struct bpf_aot_neighbour_row neighbours[BPF_AOT_NEIGHBOURS_MAX];
    struct bpf_aot_sock_row socks[BPF_AOT_SOCKS_MAX];
    struct bpf_aot_cgroup_row cgroups[BPF_AOT_CGROUPS_MAX];
    uint64_t keys[8];
    uint64_t seconds, netns_cookie, cgroup;
    uint32_t stops_clock, syncookies, at_ingress;
};

extern struct bpf_aot_tables bpf_aot_tables;

/* Text of an address, or of a prefix behind which its length may stand. */
bool bpf_aot_address_parse(const char *text, struct bpf_aot_address *address);
bool bpf_aot_mac_parse(const char *text, uint8_t mac[6]);

/* Checks and completes the list of cgroups; false after a message. Then, cgroup_ancestor of them.
 */
bool bpf_aot_cgroups_complete(void);
uint64_t bpf_aot_cgroups_ancestor(uint64_t cgroup, uint32_t level);

/* Reads the file into bpf_aot_tables. */
bool bpf_aot_system_read(const char *path);
/* Reads the file and makes it the system of all programs. False after a message. NULL where the
 * translator found no use for it: the executable shall be small. */
__attribute__((weak)) bool bpf_aot_system_load(const char *path);

#endif
