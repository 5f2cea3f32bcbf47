/* SPDX-License-Identifier: Apache-2.0 */
/* Accesses that are not proven, in bounds and out of bounds. The packet has 64 bytes, byte i holds
 * i. A failed check ends the whole run with what drops the packet (progtypes.def): 0 in XDP
 * (XDP_ABORTED), 2 in tc (TC_ACT_SHOT). counts[0] is what happens before, counts[1] what must not
 * happen after it.
 *
 * expect packet_inside: 63
 * expect packet_across_the_end: 0 counts[0]=1
 * expect packet_behind: 0 counts[0]=1
 * expect packet_before: 0 counts[0]=1
 * expect packet_constant_inside: 63
 * expect packet_constant_behind: 0 counts[0]=1
 * expect packet_far_below: 0 counts[0]=1
 * expect packet_far_above: 0 counts[0]=1
 * expect packet_half_an_address_space: 0 counts[0]=1
 * expect packet_store_inside: 7
 * expect packet_store_behind: 0 counts[0]=1
 * expect packet_behind_in_tc: 2 counts[0]=1
 * expect meta_outside: 0 counts[0]=1
 * expect frame_inside: 14
 * expect frame_above: 0 counts[0]=1
 * expect frame_below: 0 counts[0]=1
 * expect data_inside: 40
 * expect data_behind: 0 counts[0]=1
 * expect data_before: 0 counts[0]=1
 * expect value_inside: 9
 * expect value_behind: 0 counts[0]=1
 * expect value_of_the_next: 9
 * expect value_null: 0 counts[0]=1
 * expect hash_value_inside: 5
 * expect hash_value_behind: 0 counts[0]=1
 * expect hash_value_before: 0 counts[0]=1
 * expect number: 0 counts[0]=1
 * expect number_zero: 0 counts[0]=1
 * expect atomic_aligned: 3
 * expect atomic_misaligned: 0 counts[0]=1
 * expect pointer_from_a_map: 33
 * expect wide_pointer_from_a_map: 0 counts[0]=1
 */
#include "guards.h"

SEC("xdp") int packet_inside(struct xdp_md *ctx) {
    return *packet(ctx, 63);
}

SEC("xdp") int packet_across_the_end(struct xdp_md *ctx) {
    count(0);
    return after(*(__u32 *)packet(ctx, 61));
}

SEC("xdp") int packet_behind(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, 64));
}

SEC("xdp") int packet_before(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, -1));
}

SEC("xdp") int packet_constant_inside(struct xdp_md *ctx) {
    return ((__u8 *)(long)ctx->data)[63];
}

SEC("xdp") int packet_constant_behind(struct xdp_md *ctx) {
    count(0);
    return after(((__u8 *)(long)ctx->data)[64]);
}

SEC("xdp") int packet_far_below(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, -0x7fffffffffffffff));
}

/* 2^32 bytes beyond the packet's start: a 32-bit pointer would be back there. */
SEC("xdp") int packet_far_above(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, 0x100000000));
}

SEC("xdp") int packet_half_an_address_space(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, 0x80000000));
}

SEC("xdp") int packet_store_inside(struct xdp_md *ctx) {
    *packet(ctx, 62) = 7;
    return *packet(ctx, 62);
}

SEC("xdp") int packet_store_behind(struct xdp_md *ctx) {
    count(0);
    *packet(ctx, 64) = 1;
    return after(1);
}

SEC("tc") int packet_behind_in_tc(struct __sk_buff *skb) {
    count(0);
    return after(((__u8 *)(long)skb->data)[64]);
}

SEC("xdp") int meta_outside(struct xdp_md *ctx) {
    count(0);
    return after(*(__u8 *)(long)ctx->data_meta);
}

static __always_inline int frame(long offset) {
    __u8 bytes[16] = {10, 11, 12, 13, 14};
    __u8 *at = bytes;
    OPAQUE(at);
    count(0);
    return at[UNKNOWN(offset)];
}

SEC("xdp") int frame_inside(struct xdp_md *ctx) {
    int value = frame(4);
    __u64 *counted = count_at(0);
    if (counted) {
        *counted = 0;
    }
    return value;
}

SEC("xdp") int frame_above(struct xdp_md *ctx) {
    return after(frame(600));
}

SEC("xdp") int frame_below(struct xdp_md *ctx) {
    return after(frame(-600));
}

__u8 table[8] = {10, 20, 30, 40, 50, 60, 70, 80};

SEC("xdp") int data_inside(struct xdp_md *ctx) {
    long index = *packet(ctx, 3);
    return table[index];
}

SEC("xdp") int data_behind(struct xdp_md *ctx) {
    long index = *packet(ctx, 63);
    count(0);
    return after(table[index]);
}

SEC("xdp") int data_before(struct xdp_md *ctx) {
    long index = -(long)*packet(ctx, 63);
    count(0);
    return after(table[index]);
}

static __always_inline __u8 *in_array(__u32 key, long offset) {
    struct value *value = bpf_map_lookup_elem(&array, &key);
    return value ? value->bytes + UNKNOWN(offset) : (void *)0;
}

SEC("xdp") int value_inside(struct xdp_md *ctx) {
    __u8 *at = in_array(1, 11);
    if (!at) {
        return 1;
    }
    *at = 9;
    return *at;
}

/* Behind 12 bytes of value come 4 of padding. */
SEC("xdp") int value_behind(struct xdp_md *ctx) {
    count(0);
    __u8 *at = in_array(1, 12);
    return at ? after(*at) : 1;
}

/* Another value of the same map is a program's own memory as well. */
SEC("xdp") int value_of_the_next(struct xdp_md *ctx) {
    __u8 *next = in_array(2, 0), *at = in_array(1, 16);
    if (!next || !at) {
        return 1;
    }
    *next = 9;
    return *at;
}

SEC("xdp") int value_null(struct xdp_md *ctx) {
    __u32 key = 4;
    count(0);
    struct value *value = bpf_map_lookup_elem(&array, &key);
    return after(value->bytes[0]);
}

static __always_inline __u8 *in_hash(__u32 key, long offset) {
    struct value value = {.bytes = {5, 6}};
    bpf_map_update_elem(&hash, &key, &value, 0);
    struct value *found = bpf_map_lookup_elem(&hash, &key);
    return found ? found->bytes + UNKNOWN(offset) : (void *)0;
}

SEC("xdp") int hash_value_inside(struct xdp_md *ctx) {
    __u8 *at = in_hash(7, 0);
    return at ? *at : 1;
}

SEC("xdp") int hash_value_behind(struct xdp_md *ctx) {
    count(0);
    __u8 *at = in_hash(7, 12);
    return at ? after(*at) : 1;
}

/* The key stands before the value. */
SEC("xdp") int hash_value_before(struct xdp_md *ctx) {
    count(0);
    __u8 *at = in_hash(7, -8);
    return at ? after(*at) : 1;
}

SEC("xdp") int number(struct xdp_md *ctx) {
    long address = UNKNOWN(0x12345678);
    count(0);
    return after(*(__u8 *)address);
}

SEC("xdp") int number_zero(struct xdp_md *ctx) {
    long address = UNKNOWN(0);
    count(0);
    return after(*(__u8 *)address);
}

static __always_inline __u32 add_atomically(struct xdp_md *ctx, long offset) {
    __u32 *at = (void *)packet(ctx, offset);
    return __sync_fetch_and_add(at, 1) != 0;
}

/* Packets start at 2 mod 4. */
SEC("xdp") int atomic_aligned(struct xdp_md *ctx) {
    return add_atomically(ctx, 2) + add_atomically(ctx, 6) + 1;
}

SEC("xdp") int atomic_misaligned(struct xdp_md *ctx) {
    count(0);
    return after(add_atomically(ctx, 3));
}

/* The address of a value, kept in another map: a number of which nothing is known. */
static __always_inline __u8 *from_a_map(__u64 more) {
    __u32 key = 0;
    struct value *value = bpf_map_lookup_elem(&array, &key);
    __u64 *stored = count_at(7);
    if (!value || !stored) {
        return (void *)0;
    }
    value->bytes[3] = 33;
    *stored = (__u64)(long)value + more;
    __u8 *at = (void *)(long)*(volatile __u64 *)stored;
    *stored = 0;
    return at;
}

SEC("xdp") int pointer_from_a_map(struct xdp_md *ctx) {
    return from_a_map(0)[3];
}

/* Not cut to 32 bits where pointers have no more. */
SEC("xdp") int wide_pointer_from_a_map(struct xdp_md *ctx) {
    count(0);
    return after(from_a_map(0x100000000)[3]);
}
