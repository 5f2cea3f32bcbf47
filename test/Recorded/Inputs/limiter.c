// SPDX-License-Identifier: Apache-2.0
// Lets so many bytes of each source pass; what is left over is on an account per source.
// MAP accounts b4 = s64 u32 u32
// MAP totals u32 = u64
#include "net.h"

struct account {
    __s64 left;
    __u32 dropped, unused;
};
MAP(accounts, HASH, 64, __be32, struct account);
MAP(totals, PERCPU_HASH, 4, __u32, __u64);

static __always_inline void add(__u32 key, __u64 bytes) {
    __u64 *total = bpf_map_lookup_elem(&totals, &key);
    if (total) {
        *total += bytes;
    } else {
        bpf_map_update_elem(&totals, &key, &bytes, BPF_ANY);
    }
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct parsed p;
    if (!parse_ether(&p, (void *)(long)ctx->data, (void *)(long)ctx->data_end)) {
        return XDP_DROP;
    }
    struct iphdr *ip = p.net;
    if (p.proto != ETH_P_IP || (void *)(ip + 1) > p.end) {
        return XDP_PASS;
    }
    __be32 source = ip->saddr;
    __s64 bytes = p.end - p.data;
    struct account *account = bpf_map_lookup_elem(&accounts, &source);
    if (!account) {
        struct account first = {.left = 300 - bytes};
        bpf_map_update_elem(&accounts, &source, &first, BPF_ANY);
        add(0, bytes);
        return XDP_PASS;
    }
    account->left -= bytes;
    if (account->left < 0) {
        account->dropped++;
        account->left += bytes / 2;
        add(1, bytes);
        return XDP_DROP;
    }
    add(0, bytes);
    return XDP_PASS;
}
