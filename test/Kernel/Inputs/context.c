// SPDX-License-Identifier: Apache-2.0
// What programs find in their contexts, and that what they write comes back: all numbers go into
// `seen`, each packet's on top of those of the packets before it.
#include <linux/bpf.h>

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

/* A load of this very width. */
#define LOAD(type, context, offset)                                                                \
    ({                                                                                             \
        type value_;                                                                               \
        asm volatile("%0 = *(" #type " *)(%1 + " #offset ")" : "=r"(value_) : "r"(context));       \
        value_;                                                                                    \
    })
typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;

static __attribute__((always_inline)) void see_common(struct __sk_buff *skb) {
    see(0, skb->len);
    see(1, skb->pkt_type);
    see(2, skb->queue_mapping);
    see(3, skb->protocol);
    see(4, skb->vlan_present);
    see(5, skb->vlan_tci);
    see(6, skb->vlan_proto);
    see(7, skb->priority);
    see(8, skb->ingress_ifindex);
    see(9, skb->ifindex);
    see(10, skb->tc_index);
    see(11, skb->cb[0] + skb->cb[1] + skb->cb[2] + skb->cb[3] + skb->cb[4]);
    see(12, skb->hash);
    see(13, skb->napi_id);
    see(14, skb->gso_segs);
    see(15, skb->gso_size);
    see(16, skb->mark);
    struct bpf_sock *sk = skb->sk;
    if (sk) {
        see(17, sk->family);
        see(18, sk->src_ip4);
        see(19, sk->dst_ip4);
        see(20, sk->src_ip6[0] * 5 + sk->src_ip6[3]);
        see(21, sk->dst_ip6[0] * 5 + sk->dst_ip6[3]);
        see(22, sk->state);
        see(23, sk->bound_dev_if);
    }
    see(24, LOAD(u8, skb, 0));
    see(25, LOAD(u16, skb, 0));
    see(26, LOAD(u8, skb, 1));
}

static __attribute__((always_inline)) void see_packet(struct __sk_buff *skb) {
    void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    see(30, end - data);
    if (data + 4 <= end) {
        see(31, *(__u32 *)data);
    }
}

static __attribute__((always_inline)) void write_cb(struct __sk_buff *skb) {
    asm volatile("*(u64 *)(%0 + 48) = %1" ::"r"(skb), "r"(0x1122334455667788ull));
    asm volatile("*(u8 *)(%0 + 57) = %1" ::"r"(skb), "r"(0x99ull));
    asm volatile("*(u16 *)(%0 + 62) = %1" ::"r"(skb), "r"(0xaabbull));
    see(32, skb->cb[0]);
    see(33, skb->cb[1]);
    see(34, skb->cb[2]);
    see(35, LOAD(u64, skb, 56));
    see(36, LOAD(u16, skb, 50));
    see(37, LOAD(u8, skb, 55));
}

// volatile: clang would write neighbours at once, which the kernel does not allow.
SEC("tc") int at_tc(volatile struct __sk_buff *context) {
    struct __sk_buff *skb = (struct __sk_buff *)context;
    see_common(skb);
    see_packet(skb);
    write_cb(skb);
    see(40, skb->wire_len);
    see(41, skb->tstamp);
    see(42, skb->hwtstamp);
    see(43, skb->tstamp_type);
    see(44, skb->tc_classid);
    see(45, (void *)(long)skb->data - (void *)(long)skb->data_meta);
    context->mark = 0x12345678;
    context->priority = 0x23456789;
    context->queue_mapping = 0x12345;
    see(46, context->queue_mapping);
    context->queue_mapping = 0xfffe;
    context->tc_index = 0x12345;
    context->tc_classid = 0x23456;
    context->tstamp = 0x123456789abcdef;
    see(47, context->mark);
    see(48, context->priority);
    see(49, context->queue_mapping);
    see(50, context->tc_index);
    see(51, context->tc_classid);
    see(52, context->tstamp);
    see(53, LOAD(u8, skb, 10));
    see(54, LOAD(u16, skb, 10));
    return 3;
}

SEC("socket") int at_socket(struct __sk_buff *skb) {
    see_common(skb);
    write_cb(skb);
    return skb->len - 1;
}

SEC("cgroup_skb/ingress") int at_cgroup(struct __sk_buff *skb) {
    see_common(skb);
    see_packet(skb);
    write_cb(skb);
    see(40, skb->family);
    see(41, skb->remote_ip4);
    see(42, skb->local_ip4);
    see(43, skb->remote_port);
    see(44, skb->local_port);
    see(45, skb->local_ip6[0] * 5 + skb->local_ip6[3]);
    see(46, skb->remote_ip6[0] * 5 + skb->remote_ip6[3]);
    skb->mark = 7;
    see(47, skb->mark);
    return 1;
}

SEC("lwt_xmit") int at_lwt(struct __sk_buff *skb) {
    see_common(skb);
    see_packet(skb);
    write_cb(skb);
    skb->priority = 77;
    see(47, skb->priority);
    return 0;
}

SEC("flow_dissector") int at_flow(struct __sk_buff *skb) {
    struct bpf_flow_keys *keys = skb->flow_keys;
    see_packet(skb);
    see(40, keys->nhoff);
    see(41, keys->thoff);
    see(42, keys->n_proto);
    see(43, keys->flags);
    see(44, keys->ipv4_src + keys->sport + keys->ip_proto);
    keys->thoff = keys->n_proto == 0xdd86 ? 0xffff : keys->nhoff + 20;
    keys->ip_proto = 17;
    keys->addr_proto = 0x800;
    keys->sport = 0x1234;
    keys->ipv6_dst[3] = 0x01020304;
    keys->flow_label = 0x10203;
    return 0;
}

char license_text[] SEC("license") = "GPL";
