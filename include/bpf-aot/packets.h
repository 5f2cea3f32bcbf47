/* SPDX-License-Identifier: Apache-2.0 */
/* The part of runtime.h, which includes it, that is about packets and devices: what socket buffers
 * carry beside what programs see, and the helpers of helpers.def that work on packets. */
#ifndef BPF_AOT_PACKETS_H
#define BPF_AOT_PACKETS_H

#include "bpf-aot/runtime.h"

/* An XDP packet may go on behind data_end, as in the kernel's fragments: helpers see it all. All
 * pages at `frags` are full but the last, whose rest bpf_xdp_adjust_tail may take. */
enum { BPF_AOT_XDP_FRAG_BYTES = 4096 };

/* Members of struct bpf_aot_skb that no program sees. All zero is a packet that no device has
 * looked at. Of a packet whose `len` bytes from `data` on go beyond `data_end`, programs see the
 * rest through helpers. Helpers that make the packet longer take the room from buffer_start on and
 * up to buffer_end, and move the packet there as they like. */
enum bpf_aot_csum_state { /* kernel: CHECKSUM_* */
                          BPF_AOT_CSUM_NONE,
                          BPF_AOT_CSUM_UNNECESSARY,
                          BPF_AOT_CSUM_COMPLETE,
                          BPF_AOT_CSUM_PARTIAL,
};
enum bpf_aot_hash_state { BPF_AOT_HASH_OTHER, BPF_AOT_HASH_COMPUTED = 1, BPF_AOT_HASH_L4 = 2 };
enum { BPF_AOT_TUNNEL_OPTIONS_MAX = 255 };

/* The tunnel that a packet came through or is to take. */
struct bpf_aot_tunnel {
    uint64_t id;
    uint8_t source[16], destination[16]; /* network byte order; IPv4: the first four */
    uint32_t label;                      /* IPv6 flow label */
    uint32_t is_ipv6;
    uint8_t tos, ttl, options_bytes, unused;
    uint16_t flags; /* kernel: 1 << IP_TUNNEL_*_BIT */
    uint8_t options[BPF_AOT_TUNNEL_OPTIONS_MAX];
};

/* bpf_get_hash_recalc: SipHash-2-4 of the flow, the same for both directions, with this key. The
 * kernel's differs from boot to boot. An embedder may set it before programs run. */
extern uint64_t bpf_aot_flow_hash_key[2];

/* What an embedder with devices defines itself; the archive has weak ones. The MTU of a device, 0
 * when there is none (the default knows the loopback device, 1), and what bpf_clone_redirect sends:
 * 0, or a negative errno value. */
uint32_t bpf_aot_device_mtu(uint32_t ifindex);
int64_t bpf_aot_send_clone(const struct bpf_aot_skb *skb, uint32_t ifindex, uint64_t flags);

int64_t bpf_aot_skb_store_bytes(void *ctx, uint32_t offset, void *from, uint32_t size_bytes,
                                uint64_t flags);
int64_t bpf_aot_l3_csum_replace(void *ctx, uint32_t offset, uint64_t from, uint64_t to,
                                uint64_t flags);
int64_t bpf_aot_l4_csum_replace(void *ctx, uint32_t offset, uint64_t from, uint64_t to,
                                uint64_t flags);
int64_t bpf_aot_clone_redirect(void *ctx, uint32_t ifindex, uint64_t flags);
uint64_t bpf_aot_get_cgroup_classid(void *ctx);
int64_t bpf_aot_skb_vlan_push(void *ctx, uint32_t protocol, uint32_t tci);
int64_t bpf_aot_skb_vlan_pop(void *ctx);
int64_t bpf_aot_skb_get_tunnel_key(void *ctx, void *key, uint32_t size_bytes, uint64_t flags);
int64_t bpf_aot_skb_set_tunnel_key(void *ctx, void *key, uint32_t size_bytes, uint64_t flags);
uint64_t bpf_aot_get_route_realm(void *ctx);
int64_t bpf_aot_skb_load_bytes(void *ctx, uint32_t offset, void *to, uint32_t size_bytes);
int64_t bpf_aot_skb_get_tunnel_opt(void *ctx, void *options, uint32_t size_bytes);
int64_t bpf_aot_skb_set_tunnel_opt(void *ctx, void *options, uint32_t size_bytes);
int64_t bpf_aot_skb_change_proto(void *ctx, uint32_t protocol, uint64_t flags);
int64_t bpf_aot_skb_change_type(void *ctx, uint32_t type);
uint64_t bpf_aot_get_hash_recalc(void *ctx);
int64_t bpf_aot_skb_change_tail(void *ctx, uint32_t size_bytes, uint64_t flags);
int64_t bpf_aot_skb_pull_data(void *ctx, uint32_t size_bytes);
int64_t bpf_aot_csum_update(void *ctx, uint32_t csum);
int64_t bpf_aot_set_hash_invalid(void *ctx);
int64_t bpf_aot_skb_change_head(void *ctx, uint32_t size_bytes, uint64_t flags);
int64_t bpf_aot_set_hash(void *ctx, uint32_t hash);
int64_t bpf_aot_skb_adjust_room(void *ctx, int32_t delta, uint32_t mode, uint64_t flags);
int64_t bpf_aot_skb_load_bytes_relative(void *ctx, uint32_t offset, void *to, uint32_t size_bytes,
                                        uint32_t start_header);
int64_t bpf_aot_skb_ecn_set_ce(void *ctx);
int64_t bpf_aot_csum_level(void *ctx, uint64_t level);
int64_t bpf_aot_redirect_neigh(uint32_t ifindex, void *next_hop, uint32_t size_bytes,
                               uint64_t flags);
int64_t bpf_aot_redirect_peer(uint32_t ifindex, uint64_t flags);
int64_t bpf_aot_check_mtu(void *ctx, uint32_t ifindex, void *mtu, int32_t delta, uint64_t flags,
                          struct bpf_aot_run *run);
int64_t bpf_aot_xdp_load_bytes(void *ctx, uint32_t offset, void *to, uint32_t size_bytes);
int64_t bpf_aot_xdp_store_bytes(void *ctx, uint32_t offset, void *from, uint32_t size_bytes);
int64_t bpf_aot_skb_set_tstamp(void *ctx, uint64_t tstamp, uint32_t type);
/* For classic programs (lib/classic): offsets from the packet's data, 0 when there is none. */
uint64_t bpf_aot_skb_get_nlattr(void *ctx, uint32_t a, uint32_t x);
uint64_t bpf_aot_skb_get_nlattr_nest(void *ctx, uint32_t a, uint32_t x);
uint64_t bpf_aot_skb_get_pay_offset(void *ctx);

#endif
