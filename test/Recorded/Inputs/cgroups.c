// SPDX-License-Identifier: Apache-2.0
// The storage of a cgroup, shared and for each CPU: the same bytes whenever they are asked for.
// A test run of the kernel begins with zeros; so does the next packet here, as each leaves zeros.
// MAP results u32 = s64
#include "net.h"

struct counts {
    __u64 packets;
    __u32 bytes;
};

MAP(results, ARRAY, 16, __u32, __s64);
struct {
    __uint(type, BPF_MAP_TYPE_CGROUP_STORAGE);
    __type(key, struct bpf_cgroup_storage_key);
    __type(value, struct counts);
} shared SEC(".maps");
struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE);
    __type(key, __u64);
    __type(value, struct counts);
} each SEC(".maps");

static __always_inline void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

SEC("cgroup_skb/ingress")
int prog(struct __sk_buff *skb) {
    struct counts *all = bpf_get_local_storage(&shared, 0);
    struct counts *own = bpf_get_local_storage(&each, 0);
    note(0, all->packets);
    note(1, own->bytes);
    all->packets += 3;
    all->bytes += skb->len;
    own->packets--;
    own->bytes = 9;
    struct counts *again = bpf_get_local_storage(&shared, 0);
    note(2, again->packets);
    note(3, again->bytes);
    again = bpf_get_local_storage(&each, 0);
    note(4, again->packets);
    note(5, again->bytes);
    int passes = again->bytes == 9;
    all->packets = own->packets = 0;
    all->bytes = own->bytes = 0;
    return passes;
}
