/* SPDX-License-Identifier: Apache-2.0 */
/* The contexts of socket buffer programs as BPF_PROG_TEST_RUN fills them (net/bpf/test_run.c). */
#ifndef BPF_AOT_DRIVER_SKB_H
#define BPF_AOT_DRIVER_SKB_H

#include <stdbool.h>
#include <stdint.h>

#include "bpf-aot/runtime.h"

enum { BPF_AOT_LOOPBACK_IFINDEX = 1 };

/* A linear socket buffer for the frame of `size_bytes` bytes at `frame`. tc programs see the frame
 * from its link-layer header on, others from the network header. */
void bpf_aot_skb_fill(struct bpf_aot_skb *skb, bool sees_link, uint8_t *frame, uint32_t size_bytes);

/* What the kernel would look a socket up for when it got the frame of `size_bytes` bytes: one of
 * TCP or UDP; everything is zero for others. */
void bpf_aot_sk_lookup_fill(struct bpf_aot_sk_lookup *lookup, const uint8_t *frame,
                            uint32_t size_bytes);

/* uapi struct bpf_flow_keys. Addresses, ports, n_proto and flow_label: network byte order. */
struct bpf_aot_flow_keys {
    uint16_t nhoff, thoff, addr_proto;
    uint8_t is_frag, is_first_frag, is_encap, ip_proto;
    uint16_t n_proto, sport, dport;
    uint8_t source[16], destination[16]; /* IPv4: both in the first 8 bytes */
    uint32_t flags, flow_label;
};

/* The context of a flow dissector program, and what the kernel makes of the keys afterwards. */
void bpf_aot_flow_fill(struct bpf_aot_skb *skb, struct bpf_aot_flow_keys *keys, uint8_t *frame,
                       uint32_t size_bytes);
void bpf_aot_flow_finish(struct bpf_aot_flow_keys *keys, uint32_t size_bytes);
void bpf_aot_flow_print(const struct bpf_aot_flow_keys *keys);

#endif
