/* SPDX-License-Identifier: Apache-2.0 */
/* What programs saw: each number is folded into one of the map, on top of what the packets before
 * had there, so that the maps at the end tell of all. */
#include <linux/bpf.h>

#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 64);
    __type(key, __u32);
    __type(value, __u64);
} seen SEC(".maps");

static __attribute__((always_inline)) void see(__u32 index, __u64 number) {
    __u64 *value = bpf_map_lookup_elem(&seen, &index);
    if (value) {
        *value = *value * 31 + number;
    }
}

/* What a helper may have changed; `at`: 8 numbers from there on. */
static __attribute__((always_inline)) void see_packet(volatile struct __sk_buff *skb, __u32 at) {
    void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    see(at, skb->len);
    see(at + 1, skb->protocol);
    see(at + 2, skb->vlan_present * 3 + skb->vlan_proto * 5 + skb->vlan_tci);
    see(at + 3, end - data);
    see(at + 4, skb->hash != 0);
    see(at + 5, data + 34 <= end ? *(__u32 *)(data + 30) : 1);
    see(at + 6, skb->pkt_type);
    __u32 word = 7;
    see(at + 7, bpf_skb_load_bytes_relative((void *)skb, 0, &word, 4, BPF_HDR_START_NET));
    see(at + 7, word);
}

char license_text[] SEC("license") = "GPL";
