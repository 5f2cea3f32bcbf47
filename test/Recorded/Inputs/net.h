/* SPDX-License-Identifier: Apache-2.0 */
/* Shared by the programs here: headers, maps by name, a walk to the IP header. */
#ifndef RECORDED_NET_H
#define RECORDED_NET_H

#include <linux/bpf.h>
#include <linux/pkt_cls.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

#define MAP(name, kind, entries, key_type, value_type)                                             \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##kind);                                                         \
        __uint(max_entries, entries);                                                              \
        __type(key, key_type);                                                                     \
        __type(value, value_type);                                                                 \
    } name SEC(".maps")

/* Headers as in the RFCs; those of uapi take the byte order of bit fields from this machine. */
enum { ETH_ALEN = 6, ETH_P_IP = 0x0800, ETH_P_ARP = 0x0806, ETH_P_IPV6 = 0x86DD };
enum { ETH_P_8021Q = 0x8100, ETH_P_8021AD = 0x88A8, ICMP_ECHOREPLY = 0, ICMP_ECHO = 8 };
enum { IPPROTO_ICMP = 1, IPPROTO_IPIP = 4, IPPROTO_TCP = 6, IPPROTO_UDP = 17 };
enum { IPPROTO_IPV6 = 41, IPPROTO_GRE = 47, IPPROTO_ICMPV6 = 58 };

struct ethhdr {
    __u8 h_dest[ETH_ALEN], h_source[ETH_ALEN];
    __be16 h_proto;
};

struct iphdr {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    __u8 version : 4, ihl : 4;
#else
    __u8 ihl : 4, version : 4;
#endif
    __u8 tos;
    __be16 tot_len, id, frag_off;
    __u8 ttl, protocol;
    __u16 check;
    __be32 saddr, daddr;
};

struct in6_addr {
    __be32 words[4];
};

struct ipv6hdr {
    __be32 flow;
    __be16 payload_len;
    __u8 nexthdr, hop_limit;
    struct in6_addr saddr, daddr;
};

struct tcphdr {
    __be16 source, dest;
    __be32 seq, ack_seq;
    __u8 offset, flags;
    __be16 window;
    __u16 check;
    __be16 urgent;
};

struct udphdr {
    __be16 source, dest, len;
    __u16 check;
};

struct icmphdr {
    __u8 type, code;
    __u16 checksum;
    __be16 id, sequence;
};

struct vlan {
    __be16 tci, proto;
};

/* The packet of a context, and what has been parsed of it. */
struct parsed {
    void *data, *end;
    struct ethhdr *ether;
    void *net;   /* network header */
    __u16 proto; /* of it, behind VLAN tags, in host order */
    __u16 tags;
};

/* Up to two VLAN tags. */
static __always_inline int parse_ether(struct parsed *p, void *data, void *end) {
    p->data = data;
    p->end = end;
    p->ether = data;
    p->tags = 0;
    if ((void *)(p->ether + 1) > end) {
        return 0;
    }
    __be16 proto = p->ether->h_proto;
    void *at = p->ether + 1;
#pragma unroll
    for (int i = 0; i < 2; i++) {
        if (proto == bpf_htons(ETH_P_8021Q) || proto == bpf_htons(ETH_P_8021AD)) {
            struct vlan *tag = at;
            if ((void *)(tag + 1) > end) {
                return 0;
            }
            proto = tag->proto;
            at = tag + 1;
            p->tags++;
        }
    }
    p->net = at;
    p->proto = bpf_ntohs(proto);
    return 1;
}

/* An IPv4 header without options, or NULL. */
static __always_inline struct iphdr *parse_ip4(const struct parsed *p) {
    struct iphdr *ip = p->net;
    if (p->proto != ETH_P_IP || (void *)(ip + 1) > p->end || ip->ihl != 5) {
        return 0;
    }
    return ip;
}

static __always_inline __u16 fold(__u64 sum) {
    sum = (sum & 0xffffffff) + (sum >> 32);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    sum = (sum & 0xffff) + (sum >> 16);
    return (__u16)sum;
}

static __always_inline void ip_checksum(struct iphdr *ip) {
    __u32 sum = 0;
    ip->check = 0;
    __u16 *words = (__u16 *)ip;
#pragma unroll
    for (int i = 0; i < 10; i++) {
        sum += words[i];
    }
    ip->check = ~fold(sum);
}

char _license[] SEC("license") = "Dual BSD/GPL";

#endif
