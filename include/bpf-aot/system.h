/* SPDX-License-Identifier: Apache-2.0 */
/* What helpers ask of the system that a program runs in: devices, routes, neighbours, sockets. An
 * embedder fills the operations and points bpf_aot_system at them before programs run; a member
 * that is NULL answers as an empty system does. They are called on the packet path, by several
 * threads at once.
 *
 * Addresses are bytes as in packets, IPv4 in the first 4 of 16; ports are numbers. */
#ifndef BPF_AOT_SYSTEM_H
#define BPF_AOT_SYSTEM_H

#include "bpf-aot/runtime.h"

enum { BPF_AOT_INET = 2, BPF_AOT_INET6 = 10 };   /* AF_INET, AF_INET6 */
enum { BPF_AOT_TCP = 6, BPF_AOT_UDP = 17 };      /* IPPROTO_TCP, IPPROTO_UDP */
enum { BPF_AOT_LISTEN = 10, BPF_AOT_CLOSE = 7 }; /* some of BPF_TCP_* of uapi linux/bpf.h */

/* struct bpf_sock of uapi linux/bpf.h: what a program reads through a socket's pointer. */
struct bpf_aot_sock_fields {
    uint32_t bound_dev_if, family, type, protocol, mark, priority;
    uint32_t src_ip4, src_ip6[4]; /* network byte order */
    uint32_t src_port;            /* a number */
    uint16_t dst_port;            /* network byte order */
    uint16_t zero;
    uint32_t dst_ip4, dst_ip6[4]; /* network byte order */
    uint32_t state;               /* BPF_TCP_* */
    int32_t rx_queue_mapping;
};

/* struct bpf_tcp_sock of uapi. */
struct bpf_aot_tcp_fields {
    uint32_t snd_cwnd, srtt_us, rtt_min, snd_ssthresh, rcv_nxt, snd_nxt, snd_una, mss_cache;
    uint32_t ecn_flags, rate_delivered, rate_interval_us, packets_out, retrans_out, total_retrans;
    uint32_t segs_in, data_segs_in, segs_out, data_segs_out, lost_out, sacked_out;
    uint64_t bytes_received, bytes_acked;
    uint32_t dsack_dups, delivered, delivered_ce, icsk_retransmits;
};

enum {
    BPF_AOT_SOCK_RCU_FREE = 1,   /* holds no references: listeners, UDP (kernel: SOCK_RCU_FREE) */
    BPF_AOT_SOCK_V6ONLY = 2,     /* IPV6_V6ONLY */
    BPF_AOT_SOCK_SYNQ_FULL = 4,  /* its queue of SYNs is full */
    BPF_AOT_SOCK_ACCEPT_FULL = 8 /* nobody accepts what it has */
};

/* A socket. Programs get pointers to `fields` and `tcp` and can hand back nothing else: helpers
 * recognise a pointer that the run acquired, the context's `sk`, and what `owns` knows. Lives until
 * nobody holds it and no run that could have seen it goes on. */
struct bpf_aot_sock {
    struct bpf_aot_sock_fields fields; /* first: `sk` of a context points here */
    struct bpf_aot_tcp_fields tcp;
    uint64_t cookie, netns_cookie;
    uint64_t cgroup; /* id of the one that it belongs to; 0: as struct bpf_aot_system_ops says */
    struct bpf_aot_sock *listener; /* of a request socket */
    uint32_t handle;               /* its number in maps of type sk_storage; 0: it has none */
    uint32_t flags;                /* BPF_AOT_SOCK_* */
    uint32_t uid;
    uint32_t user_mss;   /* TCP_MAXSEG, or 0 */
    uint32_t synq_until; /* second until which SYN cookies are expected; 0: none was sent */
};

struct bpf_aot_device {
    uint32_t ifindex, mtu;
    uint32_t table; /* of routes that its VRF has, or 0 */
    uint32_t is_down, forwards_ipv4, forwards_ipv6;
    uint8_t address[6];
};

struct bpf_aot_route_query {
    uint32_t family, protocol, tos, flow_info; /* flow_info in network byte order */
    uint32_t ifindex;                          /* it came in there, or is to go out there */
    uint32_t is_output;                        /* only routes over ifindex */
    uint32_t table;                            /* look in this one; 0: as the rules say */
    uint32_t mark;
    uint16_t source_port, destination_port;
    uint8_t source[16], destination[16];
};

struct bpf_aot_route {
    uint32_t type; /* RTN_* of uapi linux/rtnetlink.h: 1 is unicast */
    uint32_t ifindex, metric;
    uint32_t mtu;            /* that counts for the path; 0: the device's */
    uint32_t encapsulates;   /* a light-weight tunnel */
    uint32_t gateway_family; /* 0: the destination is a neighbour */
    uint32_t has_source;
    uint8_t gateway[16], source[16];
};

struct bpf_aot_sock_query {
    uint32_t family, protocol, ifindex;
    int32_t netns; /* -1: the packet's */
    uint16_t source_port, destination_port;
    uint8_t source[16], destination[16]; /* the packet's: destination is local */
};

struct bpf_aot_system_ops {
    bool (*device)(uint32_t ifindex, struct bpf_aot_device *device);
    bool (*route)(const struct bpf_aot_route_query *query, struct bpf_aot_route *route);
    bool (*neighbour)(uint32_t ifindex, uint32_t family, const uint8_t *address, uint8_t mac[6]);
    /* A socket with a reference for the caller, unless it is RCU_FREE; request and time-wait
     * sockets, too. `release` gives the reference back. */
    struct bpf_aot_sock *(*find_sock)(const struct bpf_aot_sock_query *query);
    void (*release)(struct bpf_aot_sock *sock);
    /* The socket whose `fields` or `tcp` is at this address; NULL: none. Reads nothing there. */
    struct bpf_aot_sock *(*owns)(const void *address);
    /* bpf_sk_assign; 0 or a negative errno. NULL: not at tc ingress, -EOPNOTSUPP. */
    int (*assign)(void *context, struct bpf_aot_sock *sock);
    /* Seconds since the system started, for SYN cookies. NULL: the monotonic clock's. */
    uint64_t (*seconds)(void);
    /* Id of the ancestor of a cgroup at that level, 0 being the root's; the cgroup itself at its
     * own level; 0: it is not that deep, or there is no such cgroup. NULL: all are right below the
     * root. */
    uint64_t (*cgroup_ancestor)(uint64_t cgroup, uint32_t level);
    uint64_t cgroup;          /* where no socket says; 0: the root, BPF_AOT_ROOT_CGROUP */
    uint64_t netns_cookie;    /* where no socket says */
    uint32_t syncookies_mode; /* kernel: sysctl tcp_syncookies + 1; 0: the default, 2 */
    /* Secrets of SYN cookies: two keys of two words for IPv4, then for IPv6. NULL: random. */
    const uint64_t *syncookie_keys;
};

enum { BPF_AOT_ROOT_CGROUP = 1 };  /* its id in the kernel, too */
enum { BPF_AOT_NETNS_COOKIE = 1 }; /* of the first network namespace; none has 0 */
enum { BPF_AOT_SYNCOOKIES_OFF = 1, BPF_AOT_SYNCOOKIES_IF_FULL = 2, BPF_AOT_SYNCOOKIES_ALWAYS = 3 };

extern const struct bpf_aot_system_ops *bpf_aot_system; /* weak; never NULL */

/* For the host, when a socket is gone for good: its entries in maps of type sk_storage go, too. */
void bpf_aot_sock_forget(const struct bpf_aot_sock *sock);

/* The socket that a program's pointer names, or NULL. */
struct bpf_aot_sock *bpf_aot_sock_of(const void *pointer, const struct bpf_aot_run *run);
/* The context's device, 0 for none, and its socket or NULL. */
uint32_t bpf_aot_context_ifindex(const void *context, const struct bpf_aot_run *run);
struct bpf_aot_sock *bpf_aot_context_sock(const void *context, const struct bpf_aot_run *run);

#endif
