// SPDX-License-Identifier: Apache-2.0
// Global variables of all widths, tables in .rodata, signed arithmetic, a switch.
// MAP out u32 = s64
#include "net.h"

MAP(out, ARRAY, 8, __u32, __s64);

static volatile __s8 small = -3;
static volatile __s16 medium = -300;
static volatile __s32 large = 70000;
static volatile __s64 total;
static const __u32 weights[8] = {3, 1, 4, 1, 5, 9, 2, 6};

static __noinline __s64 classify(__u32 proto, __s64 length) {
    switch (proto) {
    case ETH_P_IP:
        return length * weights[length & 7];
    case ETH_P_IPV6:
        return -length;
    case ETH_P_ARP:
        return small;
    case ETH_P_8021Q:
        return (__s64)medium * large;
    case 0x88B5:
        return (__s64)((__u64)length / 7 - (__u64)length % 5);
    default:
        return length >> 2;
    }
}

static __always_inline void put(__u32 index, __s64 value) {
    __s64 *slot = bpf_map_lookup_elem(&out, &index);
    if (slot) {
        *slot = value;
    }
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    struct ethhdr *ether = data;
    if ((void *)(ether + 1) > end) {
        return XDP_DROP;
    }
    __s64 value = classify(bpf_ntohs(ether->h_proto), end - data);
    total += value;
    small = (__s8)(small * 5 + 1);
    medium = (__s16)(medium ^ (__s16)value);
    large = (__s32)(large - (__s32)(value >> 1));
    put(0, total);
    put(1, small);
    put(2, medium);
    put(3, large);
    put(4, (__s64)((__u64)total >> 3));
    put(5, total >> 3);
    return total & 1 ? XDP_TX : XDP_PASS;
}
