/* SPDX-License-Identifier: Apache-2.0 */
/* Counts packets by protocol (array) and bytes by IPv4 source (hash); drops IPv4 UDP.
 *     clang-22 -O2 -g -target bpfel -mcpu=v3 -I/usr/include/x86_64-linux-gnu -c xdp_count.c */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/in.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 256);
    __type(key, __u32);
    __type(value, __u64);
} packets SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 1024);
    __type(key, __u32);
    __type(value, __u64);
} bytes SEC(".maps");

static void add_bytes(__u32 address, __u64 count) {
    __u64 *sum = bpf_map_lookup_elem(&bytes, &address);
    if (sum) {
        *sum += count;
    } else {
        bpf_map_update_elem(&bytes, &address, &count, BPF_ANY);
    }
}

SEC("xdp")
int xdp_count(struct xdp_md *ctx) {
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    struct iphdr *ip = (void *)(ether + 1);
    if ((void *)(ip + 1) > end || ether->h_proto != bpf_htons(ETH_P_IP)) {
        return XDP_PASS;
    }
    __u32 protocol = ip->protocol;
    __u64 *count = bpf_map_lookup_elem(&packets, &protocol);
    if (count) {
        *count += 1;
    }
    add_bytes(ip->saddr, end - data);
    return protocol == IPPROTO_UDP ? XDP_DROP : XDP_PASS;
}

char _license[] SEC("license") = "Apache-2.0";
