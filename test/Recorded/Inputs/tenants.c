// SPDX-License-Identifier: Apache-2.0
// A hash of maps: counters of each tenant, told by the packet's length, some with none; and
// redirects to CPUs and, by a hash, to devices.
// MAP first u32 = u64
// MAP second u32 = u64
// MAP results u32 = s64
// MAP cpus u32 = u32
// MAP ports u32 = u32
// SEED cpus 00000000 c0000000
// SEED ports 07000000 01000000
// INNER tenants u32 00000000 first
// INNER tenants u32 02000000 second
#include "net.h"

MAP(results, ARRAY, 16, __u32, __s64);
MAP(cpus, CPUMAP, 4, __u32, __u32);
MAP(ports, DEVMAP_HASH, 4, __u32, __u32);

struct counters {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, __u32);
    __type(value, __u64);
};
struct counters first SEC(".maps"), second SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS);
    __uint(max_entries, 4);
    __type(key, __u32);
    __array(values, struct counters);
} tenants SEC(".maps");

static __always_inline void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    __u32 length = ctx->data_end - ctx->data, tenant = length & 3, long_packet = length > 80;
    void *counters = bpf_map_lookup_elem(&tenants, &tenant);
    if (counters) {
        __u64 *count = bpf_map_lookup_elem(counters, &long_packet);
        if (count) {
            *count += length;
        }
    }
    note(tenant, counters != 0);
    note(4, bpf_redirect_map(&cpus, 1, XDP_DROP));
    note(5, bpf_redirect_map(&cpus, 9, 0));
    note(6, bpf_redirect_map(&cpus, 0, 0));
    note(7, bpf_redirect_map(&ports, 3, XDP_TX));
    note(8, bpf_redirect_map(&ports, 7, XDP_PASS));
    note(9, bpf_redirect_map(&ports, 1ull << 32 | 7, XDP_DROP));
    note(10, bpf_map_lookup_elem(&ports, &tenant) != 0);
    return long_packet ? bpf_redirect_map(&cpus, tenant, XDP_PASS)
                       : bpf_redirect_map(&ports, 7 - tenant, XDP_DROP);
}
