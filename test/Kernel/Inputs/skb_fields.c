// SPDX-License-Identifier: Apache-2.0
// Helpers about a packet rather than its bytes: tunnels, hash, type, time, ECN, devices.
#include "seen.h"

static __attribute__((always_inline)) void see_key(struct __sk_buff *skb, __u32 at, __u64 flags) {
    __u32 key[11] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    see(at, bpf_skb_get_tunnel_key(skb, (void *)key, 44, flags));
    for (int i = 0; i < 11; i++) {
        see(at + 1, key[i]);
    }
}

SEC("tc") int tunnel(struct __sk_buff *skb) {
    struct bpf_tunnel_key key = {.tunnel_id = 0x12345678,
                                 .remote_ipv4 = 0xc0000201,
                                 .tunnel_tos = 3,
                                 .tunnel_ttl = 64,
                                 .local_ipv4 = 0x7f000001};
    __u8 old[28];
    see_key(skb, 0, 0);
    see(2, bpf_skb_set_tunnel_key(skb, &key, 44, BPF_F_SEQ_NUMBER | BPF_F_ZERO_CSUM_TX));
    see_key(skb, 3, 0);
    see_key(skb, 5, BPF_F_TUNINFO_FLAGS);
    see_key(skb, 7, BPF_F_TUNINFO_IPV6);
    see_key(skb, 9, 2);
    see(11, bpf_skb_get_tunnel_key(skb, (void *)old, 28, 0));
    see(12, *(__u64 *)(old + 16));
    see(11, bpf_skb_get_tunnel_key(skb, (void *)old, 8, 0));
    see(13, *(__u64 *)old);
    see(11, bpf_skb_get_tunnel_key(skb, (void *)old, 20, 0));
    see(14, *(__u64 *)old);
    see(15, bpf_skb_set_tunnel_key(skb, &key, 44, 0x40));
    see(16, bpf_skb_set_tunnel_key(skb, &key, 40, 0));
    key.tunnel_label = 0xfff12345;
    see(17, bpf_skb_set_tunnel_key(skb, &key, 44, 0));
    see(18, bpf_skb_set_tunnel_key(skb, &key, 44, BPF_F_TUNINFO_IPV6 | BPF_F_DONT_FRAGMENT));
    see_key(skb, 19, BPF_F_TUNINFO_IPV6 | BPF_F_TUNINFO_FLAGS);
    see(21, bpf_skb_get_tunnel_key(skb, (void *)old, 8, BPF_F_TUNINFO_IPV6));
    see(22, bpf_skb_set_tunnel_key(skb, &key, 28, BPF_F_TUNINFO_IPV6 | 0x10));
    see_key(skb, 23, BPF_F_TUNINFO_IPV6 | BPF_F_TUNINFO_FLAGS);
    key.tunnel_ext = 1;
    see(25, bpf_skb_set_tunnel_key(skb, &key, 44, BPF_F_TUNINFO_IPV6));
    return 0;
}

SEC("tc") int tunnel_options(struct __sk_buff *skb) {
    struct bpf_tunnel_key key = {.tunnel_id = 5};
    __u8 options[16] = "0123456789abcde";
    see(0, bpf_skb_set_tunnel_opt(skb, options, 8));
    see(1, bpf_skb_get_tunnel_opt(skb, options, 8));
    see(2, bpf_skb_set_tunnel_key(skb, &key, 44, 0));
    see(3, bpf_skb_get_tunnel_opt(skb, options, 16));
    see(4, *(__u64 *)options);
    options[3] = 9;
    see(5, bpf_skb_set_tunnel_opt(skb, options, 7));
    see(6, bpf_skb_set_tunnel_opt(skb, options, 8));
    __builtin_memset(options, 0xee, 16);
    see(7, bpf_skb_get_tunnel_opt(skb, options, 16));
    see(8, *(__u64 *)options);
    see(9, *(__u64 *)(options + 8));
    see(10, bpf_skb_get_tunnel_opt(skb, options, 4));
    see(11, *(__u32 *)options);
    see_key(skb, 12, BPF_F_TUNINFO_FLAGS);
    return 0;
}

SEC("tc") int fields(volatile struct __sk_buff *context) {
    struct __sk_buff *skb = (void *)context;
    see(0, bpf_skb_change_type(skb, 3));
    see(1, bpf_skb_change_type(skb, 4));
    see(2, context->pkt_type);
    see(3, bpf_skb_change_type(skb, 1));
    see(4, bpf_get_hash_recalc(skb) != 0);
    see(5, context->hash != 0);
    see(6, bpf_set_hash(skb, 0x12345678));
    see(7, bpf_get_hash_recalc(skb));
    see(8, context->hash);
    bpf_set_hash_invalid(skb);
    see(10, context->hash);
    see(11, bpf_set_hash(skb, 0));
    see(12, bpf_get_hash_recalc(skb));
    see(13, bpf_skb_ecn_set_ce(skb));
    see(14, bpf_skb_ecn_set_ce(skb));
    see_packet(context, 20);
    see(30, bpf_skb_set_tstamp(skb, 1000, BPF_SKB_TSTAMP_DELIVERY_MONO));
    see(31, context->tstamp);
    see(32, context->tstamp_type);
    see(33, bpf_skb_set_tstamp(skb, 0, BPF_SKB_TSTAMP_DELIVERY_MONO));
    see(34, bpf_skb_set_tstamp(skb, 0, 3));
    see(35, bpf_skb_set_tstamp(skb, 77, 2));
    see(36, context->tstamp_type);
    see(37, bpf_skb_set_tstamp(skb, 5, BPF_SKB_TSTAMP_UNSPEC));
    see(38, context->tstamp);
    see(39, context->tstamp_type);
    see(40, bpf_get_socket_uid(skb));
    see(41, bpf_get_cgroup_classid(skb));
    see(42, bpf_get_route_realm(skb));
    return 0;
}

SEC("tc") int ecn(struct __sk_buff *skb) {
    __u8 field = skb->len & 3; /* in turn all four, in IPv4 and in IPv6 */
    bpf_skb_store_bytes(skb, 15, &field, 1, 0);
    see(0, bpf_skb_ecn_set_ce(skb));
    field = (skb->len & 3) << 4 | 0x0f;
    bpf_skb_store_bytes(skb, 15, &field, 1, 0);
    see(1, bpf_skb_ecn_set_ce(skb));
    return 0;
}

SEC("tc") int mtu(struct __sk_buff *skb) {
    __u32 size = 0;
    see(0, bpf_check_mtu(skb, 0, &size, 0, 0));
    see(1, size);
    see(2, bpf_check_mtu(skb, 1, &size, 0, 0));
    see(3, bpf_check_mtu(skb, 1, &size, 1, 0));
    see(4, bpf_check_mtu(skb, 1, &size, 0, BPF_MTU_CHK_SEGS));
    see(5, bpf_check_mtu(skb, 1, &size, 0, 2));
    size = 65537;
    see(6, bpf_check_mtu(skb, 1, &size, 0, 0));
    see(7, size);
    size = 0;
    see(8, bpf_check_mtu(skb, 1, &size, 0x7fffffff - (int)skb->len, 0));
    see(9, bpf_check_mtu(skb, 123456, &size, 0, 0));
    size = 0;
    see(10, bpf_check_mtu(skb, 0, &size, 65550 - (int)skb->len, 0));
    size = 0;
    see(11, bpf_check_mtu(skb, 0, &size, 65551 - (int)skb->len, 0));
    return 0;
}

SEC("tc") int redirects(struct __sk_buff *skb) {
    struct bpf_redir_neigh next = {.nh_family = 2};
    see(0, bpf_redirect(1, 0));
    see(1, bpf_redirect(1, BPF_F_INGRESS));
    see(2, bpf_redirect(1, 2));
    see(3, bpf_redirect_peer(1, 0));
    see(4, bpf_redirect_peer(1, 1));
    see(5, bpf_redirect_neigh(1, 0, 0, 0));
    see(6, bpf_redirect_neigh(1, &next, 20, 0));
    see(7, bpf_redirect_neigh(1, &next, 20, 1));
    see(8, bpf_redirect_neigh(1, &next, 19, 0));
    see(9, bpf_clone_redirect(skb, 123456, 0));
    see(10, bpf_clone_redirect(skb, 1, 2));
    see_packet(skb, 20);
    return bpf_redirect(1, 0);
}

/* To the loopback device, where nobody wants them; not without a link-layer or network header. */
SEC("tc") int clones(struct __sk_buff *skb) {
    see(0, bpf_clone_redirect(skb, 1, 0));
    see(1, bpf_clone_redirect(skb, 1, BPF_F_INGRESS));
    see_packet(skb, 10);
    bpf_skb_change_tail(skb, 14, 0);
    see(2, bpf_clone_redirect(skb, 1, 0));
    bpf_skb_change_head(skb, 10, 0);
    see(3, bpf_clone_redirect(skb, 1, 0));
    return 0;
}

SEC("xdp") int xdp_fields(struct xdp_md *ctx) {
    __u64 bytes = 5;
    __u32 size = 0, len = ctx->data_end - ctx->data;
    see(0, bpf_xdp_load_bytes(ctx, 0, &bytes, 8));
    see(1, bytes);
    see(2, bpf_xdp_load_bytes(ctx, len - 8, &bytes, 8));
    see(3, bpf_xdp_load_bytes(ctx, len - 7, &bytes, 8));
    see(4, bytes);
    see(5, bpf_xdp_load_bytes(ctx, 0x10000, &bytes, 8));
    see(6, bpf_xdp_store_bytes(ctx, 2, &bytes, 8));
    see(7, bpf_xdp_store_bytes(ctx, len - 3, &bytes, 4));
    see(8, bpf_xdp_store_bytes(ctx, len - 4, &bytes, 4));
    see(10, bpf_check_mtu(ctx, 0, &size, 0, 0));
    see(11, size);
    see(12, bpf_check_mtu(ctx, 0, &size, 0, 1));
    see(13, bpf_check_mtu(ctx, 0, &size, 15, 0));
    see(14, bpf_check_mtu(ctx, 123456, &size, 0, 0));
    return bpf_redirect(1, 0);
}
