/* SPDX-License-Identifier: Apache-2.0 */
/* Answers as a reflector would: swaps the addresses of Ethernet and IPv4, lowers the TTL, mends the
 * header checksum, counts by length in a hash map. */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/ip.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16);
    __type(key, __u16);
    __type(value, __u32);
} lengths SEC(".maps");

static void count_length(__u16 length) {
    __u32 one = 1, *seen = bpf_map_lookup_elem(&lengths, &length);
    if (seen && *seen == 2) {
        bpf_map_delete_elem(&lengths, &length);
    } else if (seen) {
        *seen += 1;
    } else {
        bpf_map_update_elem(&lengths, &length, &one, BPF_NOEXIST);
    }
}

static void swap_ethernet(struct ethhdr *ether) {
    __u8 kept[ETH_ALEN];
    __builtin_memcpy(kept, ether->h_dest, ETH_ALEN);
    __builtin_memcpy(ether->h_dest, ether->h_source, ETH_ALEN);
    __builtin_memcpy(ether->h_source, kept, ETH_ALEN);
}

SEC("xdp")
int swap(struct xdp_md *ctx) {
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    struct iphdr *ip = (void *)(ether + 1);
    count_length(end - data);
    if ((void *)(ip + 1) > end || ether->h_proto != bpf_htons(ETH_P_IP) || ip->ihl != 5) {
        return XDP_PASS;
    }
    swap_ethernet(ether);
    __be32 source = ip->saddr;
    ip->saddr = ip->daddr;
    ip->daddr = source;
    ip->ttl -= 1;
    ip->check = 0;
    __s64 sum = bpf_csum_diff(0, 0, (void *)ip, sizeof(*ip), 0);
    sum = (sum & 0xffff) + (sum >> 16);
    ip->check = ~((sum & 0xffff) + (sum >> 16));
    return XDP_TX;
}

char _license[] SEC("license") = "Apache-2.0";
