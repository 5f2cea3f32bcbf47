/* SPDX-License-Identifier: Apache-2.0 */
/* Socket buffers as the helpers see them. A packet is the bytes from data to data + len; programs
 * see those up to data_end (the kernel's linear part). All of it is contiguous. */
#ifndef BPF_AOT_RUNTIME_SKB_H
#define BPF_AOT_RUNTIME_SKB_H

#include "bpf-aot/runtime.h"
#include "bytes.h"

enum {
    RT_SKB_MAX_BYTES = 16064, /* kernel: SKB_MAX_ALLOC with pages of 4096 bytes */
    RT_OFFSET_MAX = 0xffff,
    RT_ETH_ADDRESSES_BYTES = 12,
    RT_ETH_BYTES = 14,
    RT_VLAN_BYTES = 4,
    RT_IPV4_BYTES = 20,
    RT_IPV6_BYTES = 40,
};

/* uapi linux/if_ether.h */
enum {
    RT_ETHERTYPE_LEAST = 0x600,
    RT_ETHERTYPE_802_3 = 1,
    RT_ETHERTYPE_802_2 = 4,
    RT_ETHERTYPE_IPV4 = 0x0800,
    RT_ETHERTYPE_VLAN = 0x8100,
    RT_ETHERTYPE_IPV6 = 0x86dd,
    RT_ETHERTYPE_QINQ = 0x88a8,
};

/* Between a number and one whose bytes in memory are those of it in network byte order. */
static inline uint16_t rt_network16(uint32_t number) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return (uint16_t)number;
#else
    return (uint16_t)(number << 8 | (number >> 8 & 0xff));
#endif
}

static inline uint16_t rt_load16(const void *bytes) {
    uint16_t value;
    __builtin_memcpy(&value, bytes, sizeof(value));
    return value;
}

static inline void rt_store16(void *bytes, uint16_t value) {
    __builtin_memcpy(bytes, &value, sizeof(value));
}

static inline void rt_store32(void *bytes, uint32_t value) {
    __builtin_memcpy(bytes, &value, sizeof(value));
}

static inline uint32_t rt_skb_linear(const struct bpf_aot_skb *skb) {
    return (uint32_t)((uintptr_t)skb->data_end - (uintptr_t)skb->data);
}

/* Where a header begins, from data on; negative in front of it. */
static inline int32_t rt_skb_offset(const struct bpf_aot_skb *skb, const void *header) {
    return (int32_t)((uintptr_t)header - (uintptr_t)skb->data);
}

/* kernel: skb_mac_header_len */
static inline uint32_t rt_skb_mac_bytes(const struct bpf_aot_skb *skb) {
    return (uint32_t)((uintptr_t)skb->network_header - (uintptr_t)skb->mac_header);
}

static inline bool rt_skb_is_gso(const struct bpf_aot_skb *skb) {
    return skb->gso_size != 0;
}

static inline void rt_skb_clear_hash(struct bpf_aot_skb *skb) {
    skb->hash = 0;
    skb->hash_state = BPF_AOT_HASH_OTHER;
}

static inline bool rt_is_vlan(uint32_t protocol) {
    return protocol == rt_network16(RT_ETHERTYPE_VLAN) ||
           protocol == rt_network16(RT_ETHERTYPE_QINQ);
}

/* Makes the first `size_bytes` bytes visible to programs. False: the packet is shorter. */
bool rt_skb_pull(struct bpf_aot_skb *skb, uint32_t size_bytes);
/* Opens a gap of `count` zeros at `at`, or takes as many bytes out; `at` (and, to remove,
 * `at + count`) lie in the visible part. What was before it moves, as the kernel has it: headers
 * stay as far from the packet's end as they were. Data keeps its alignment. False: no room. */
bool rt_skb_insert(struct bpf_aot_skb *skb, uint32_t at, uint32_t count);
bool rt_skb_remove(struct bpf_aot_skb *skb, uint32_t at, uint32_t count);
/* Lets the packet have `count` more bytes of zeros at its end; all of it is visible. */
bool rt_skb_append(struct bpf_aot_skb *skb, uint32_t count);

#endif
