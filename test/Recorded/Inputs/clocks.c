// SPDX-License-Identifier: Apache-2.0
// What holds of clocks, random numbers and the machine wherever they are read: for how many
// packets it held.
// MAP held u32 = u32
// MAP lengths u32 = s64
#include "net.h"

enum { SECOND = 1000000000, YEAR_2020 = 1577836800, TICK_NS = 20000000, NODES = 1024 };

MAP(held, ARRAY, 16, __u32, __u32);
MAP(lengths, ARRAY, 4, __u32, __s64);

static __always_inline void note(__u32 index, int holds) {
    __u32 *count = bpf_map_lookup_elem(&held, &index);
    if (count && holds) {
        *count += 1;
    }
}

static __always_inline void length(__u32 index, __s64 result) {
    bpf_map_update_elem(&lengths, &index, &result, BPF_ANY);
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    __u64 jiffies = bpf_jiffies64(), coarse = bpf_ktime_get_coarse_ns();
    __u64 first = bpf_ktime_get_ns(), second = bpf_ktime_get_ns();
    __u64 boot = bpf_ktime_get_boot_ns(), tai = bpf_ktime_get_tai_ns();
    note(0, second >= first);
    note(1, boot >= second); /* counts suspended time, too */
    note(2, coarse <= first);
    note(3, bpf_ktime_get_coarse_ns() + TICK_NS > second); /* a tick is 10 ms at most */
    note(4, tai > (__u64)YEAR_2020 * SECOND);
    note(5, tai > boot);
    note(6, bpf_ktime_get_tai_ns() >= tai);
    note(7, bpf_ktime_get_boot_ns() >= boot);
    note(8, bpf_ktime_get_coarse_ns() >= coarse);
    note(9, bpf_jiffies64() >= jiffies);
    note(10, jiffies > 0xffffffff - 300 * 1000); /* from the start on */
    note(11, bpf_get_numa_node_id() < NODES);
    note(12, bpf_get_prandom_u32() >> 16 >> 16 == 0);
    __u32 a = bpf_get_prandom_u32(), b = bpf_get_prandom_u32(), c = bpf_get_prandom_u32();
    note(13, a != b || b != c);
    length(0, bpf_printk("clocks"));
    length(1, bpf_printk("%d %x %llu %s", -5, 0x1234, 1234567890123ull, "text"));
    length(2, bpf_printk("%i%%|%lx|%c", 7, 0xabcdef, 'c'));
    return bpf_get_smp_processor_id() == 0 ? XDP_PASS : XDP_ABORTED;
}
