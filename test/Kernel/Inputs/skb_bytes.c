// SPDX-License-Identifier: Apache-2.0
// Bytes of a packet by helpers: within it, at its end, beyond it, at wild offsets and sizes.
#include "seen.h"

static __attribute__((always_inline)) void load(struct __sk_buff *skb, __u32 at, __u32 offset) {
    __u8 bytes[12] = "abcdefghijk";
    see(at, bpf_skb_load_bytes(skb, offset, bytes, 9));
    see(at, *(__u64 *)bytes);
    see(at, bytes[8]);
    see(at, bytes[9]);
}

static __attribute__((always_inline)) void relative(struct __sk_buff *skb, __u32 at, __u32 offset,
                                                    __u32 header) {
    __u64 bytes = 1234567;
    see(at, bpf_skb_load_bytes_relative(skb, offset, &bytes, 8, header));
    see(at, bytes);
}

SEC("tc") int loads(struct __sk_buff *skb) {
    __u32 len = skb->len;
    load(skb, 0, 0);
    load(skb, 1, 13);
    load(skb, 2, len - 9);
    load(skb, 3, len - 8);
    load(skb, 4, len);
    load(skb, 5, 0x7ffffff8);
    load(skb, 6, 0x80000000);
    load(skb, 7, -4);
    relative(skb, 10, 0, BPF_HDR_START_MAC);
    relative(skb, 11, 0, BPF_HDR_START_NET);
    relative(skb, 12, 6, BPF_HDR_START_NET);
    relative(skb, 13, 0, 2);
    relative(skb, 14, 0x10000, BPF_HDR_START_NET);
    relative(skb, 15, 0xffff, BPF_HDR_START_NET);
    relative(skb, 16, len - 8, BPF_HDR_START_MAC);
    relative(skb, 17, len - 7, BPF_HDR_START_MAC);
    return 0;
}

SEC("socket") int socket_loads(struct __sk_buff *skb) {
    load(skb, 0, 0);
    load(skb, 1, skb->len - 9);
    load(skb, 2, -14);
    relative(skb, 10, 0, BPF_HDR_START_MAC);
    relative(skb, 11, 0, BPF_HDR_START_NET);
    return skb->len;
}

SEC("flow_dissector") int flow_loads(struct __sk_buff *skb) {
    load(skb, 0, 0);
    load(skb, 1, 0x10000);
    return 0;
}

SEC("tc") int stores(struct __sk_buff *skb) {
    __u8 text[8] = "STOREDxy";
    __u32 len = skb->len;
    see(0, bpf_skb_store_bytes(skb, 14, text, 6, 0));
    see(1, bpf_skb_store_bytes(skb, len - 5, text, 5, BPF_F_RECOMPUTE_CSUM));
    see(2, bpf_skb_store_bytes(skb, len - 4, text, 5, 0));
    see(3, bpf_skb_store_bytes(skb, 0x7fffffff, text, 5, 0));
    see(4, bpf_skb_store_bytes(skb, -2, text, 5, 0));
    see(5, bpf_skb_store_bytes(skb, 2, text, 3, BPF_F_INVALIDATE_HASH));
    see(6, bpf_skb_store_bytes(skb, 2, text, 3, 4));
    see(7, bpf_skb_store_bytes(skb, 2, text, 3, 1ull << 40));
    see_packet(skb, 20);
    see(10, bpf_skb_pull_data(skb, 0));
    see(11, bpf_skb_pull_data(skb, len));
    see(12, bpf_skb_pull_data(skb, len + 1));
    see(13, bpf_skb_pull_data(skb, -1));
    see_packet(skb, 30);
    return 0;
}

SEC("lwt_xmit") int lwt_stores(struct __sk_buff *skb) {
    __u8 text[8] = "STOREDxy";
    see(0, bpf_skb_store_bytes(skb, 0, text, 6, 0));
    see(1, bpf_skb_store_bytes(skb, skb->len - 8, text, 8, 0));
    see(2, bpf_skb_store_bytes(skb, skb->len - 7, text, 8, 0));
    return 0;
}
