/* SPDX-License-Identifier: Apache-2.0 */
/* A failed check ends the run from wherever it is: counts[1] would say that something went on.
 *
 * expect subprogram: 0 counts[0]=1
 * expect subprogram_passes: 31
 * expect three_deep: 0 counts[0]=1
 * expect loop_callback: 0 counts[0]=5
 * expect loop_callback_passes: 4960 counts[0]=32
 * expect nested_loops: 0 counts[0]=4
 * expect array_callback: 0 counts[0]=2
 * expect hash_callback: 0 counts[0]=1
 * expect tail_call: 0 counts[0]=2
 * expect tail_call_of_a_subprogram: 0 counts[0]=2
 * expect tail_call_in_a_callback: 0 counts[0]=2
 * expect in_tc: 2 counts[0]=1
 * expect frame_of_the_caller: 35
 * expect frame_of_the_caller_behind: 0 counts[0]=1
 * expect frame_of_the_caller_written: 77
 * expect frame_in_a_callback: 45
 * expect frame_in_a_callback_behind: 0 counts[0]=2
 * expect frame_that_is_gone: 0 counts[0]=1
 * expect key_in_a_callback: 6
 * expect key_in_a_callback_behind: 0 counts[0]=1
 */
#include "guards.h"

SUBPROGRAM int byte_at(struct xdp_md *ctx, long offset) {
    return *packet(ctx, offset);
}

SEC("xdp") int subprogram(struct xdp_md *ctx) {
    count(0);
    return after(byte_at(ctx, 64));
}

SEC("xdp") int subprogram_passes(struct xdp_md *ctx) {
    return byte_at(ctx, 31);
}

SUBPROGRAM int second(struct xdp_md *ctx, long offset) {
    int found = byte_at(ctx, offset);
    count(1);
    return found;
}

SUBPROGRAM int first(struct xdp_md *ctx, long offset) {
    int found = second(ctx, offset);
    count(1);
    return found;
}

SEC("xdp") int three_deep(struct xdp_md *ctx) {
    count(0);
    return after(first(ctx, 64));
}

struct walk {
    struct xdp_md *unused;
    __u8 *at;
    long sum;
};

static long add_byte(__u32 index, struct walk *walk) {
    count(0);
    walk->sum += walk->at[index];
    return 0;
}

/* Ends at the fifth round: the walk begins 4 bytes before the end of the packet. */
SEC("xdp") int loop_callback(struct xdp_md *ctx) {
    struct walk walk = {.at = packet(ctx, 60)};
    bpf_loop(32, add_byte, &walk, 0);
    return after(walk.sum);
}

/* 0 + ... + 31 = 496 */
SEC("xdp") int loop_callback_passes(struct xdp_md *ctx) {
    struct walk walk = {.at = packet(ctx, 0)};
    bpf_loop(32, add_byte, &walk, 0);
    return walk.sum * 10;
}

static long inner_round(__u32 index, struct walk *walk) {
    count(0);
    return walk->at[index + 1];
}

static long outer_round(__u32 index, struct walk *walk) {
    bpf_loop(4, inner_round, walk, 0);
    walk->at++;
    walk->sum++;
    return 0;
}

/* The packet's last four bytes are zero here; the fourth look is behind it. */
SEC("xdp") int nested_loops(struct xdp_md *ctx) {
    *packet(ctx, 60) = *packet(ctx, 61) = *packet(ctx, 62) = *packet(ctx, 63) = 0;
    struct walk walk = {.at = packet(ctx, 60)};
    bpf_loop(3, outer_round, &walk, 0);
    return after(walk.sum);
}

static long visit(struct bpf_map *map, __u32 *key, struct value *value, __u8 **at) {
    count(0);
    return *(*at)++ == 255;
}

SEC("xdp") int array_callback(struct xdp_md *ctx) {
    __u8 *at = packet(ctx, 63);
    bpf_for_each_map_elem(&array, visit, &at, 0);
    return after(1);
}

SEC("xdp") int hash_callback(struct xdp_md *ctx) {
    __u8 *at = packet(ctx, 64);
    struct value value = {.bytes = {1}};
    for (__u32 key = 0; key < 3; key++) {
        bpf_map_update_elem(&hash, &key, &value, 0);
    }
    bpf_for_each_map_elem(&hash, visit, &at, 0);
    return after(1);
}

SEC("xdp") int reads_behind(struct xdp_md *ctx) {
    count(0);
    return after(*packet(ctx, 64));
}

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 1);
    __uint(key_size, 4);
    __array(values, int(void *));
} programs SEC(".maps") = {.values = {[0] = (void *)reads_behind}};

SEC("xdp") int tail_call(struct xdp_md *ctx) {
    count(0);
    bpf_tail_call(ctx, &programs, 0);
    return after(1);
}

SUBPROGRAM int tail_calls(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &programs, 0);
    return result(1);
}

SEC("xdp") int tail_call_of_a_subprogram(struct xdp_md *ctx) {
    count(0);
    return after(tail_calls(ctx));
}

static long tail_calling_round(__u32 index, struct xdp_md *ctx) {
    bpf_tail_call(ctx, &programs, 0);
    return 0;
}

SEC("xdp") int tail_call_in_a_callback(struct xdp_md *ctx) {
    count(0);
    return after(bpf_loop(3, tail_calling_round, ctx, 0));
}

SUBPROGRAM int skb_byte(struct __sk_buff *skb, long offset) {
    return ((__u8 *)(long)skb->data)[UNKNOWN(offset)];
}

SEC("tc") int in_tc(struct __sk_buff *skb) {
    count(0);
    return after(skb_byte(skb, 64));
}

SUBPROGRAM int sum_of(__u8 *bytes, long offset) {
    int sum = 0;
    for (int i = 0; i < 5; i++) {
        sum += bytes[UNKNOWN(offset) + i];
    }
    return sum;
}

SEC("xdp") int frame_of_the_caller(struct xdp_md *ctx) {
    __u8 bytes[8] = {1, 4, 5, 6, 7, 8, 9, 10};
    return sum_of(bytes, 3) - 5;
}

SEC("xdp") int frame_of_the_caller_behind(struct xdp_md *ctx) {
    __u8 bytes[8] = {1, 4, 5, 6, 7, 8, 9, 10};
    count(0);
    return after(sum_of(bytes, 600));
}

SUBPROGRAM void write_to(__u8 *bytes, long offset) {
    bytes[UNKNOWN(offset)] = 77;
}

SEC("xdp") int frame_of_the_caller_written(struct xdp_md *ctx) {
    __u8 bytes[8] = {1, 4, 5, 6, 7, 8, 9, 10};
    write_to(bytes, 5);
    return bytes[5];
}

struct sum {
    long total;
};

static long add_index(__u32 index, struct sum *sum) {
    sum->total += index;
    return 0;
}

SEC("xdp") int frame_in_a_callback(struct xdp_md *ctx) {
    struct sum sum = {0};
    bpf_loop(10, add_index, &sum, 0);
    return sum.total;
}

static long add_far(__u32 index, __u8 *bytes) {
    count(0);
    bytes[UNKNOWN((long)index * 256)] = 1;
    return 0;
}

/* The frame begins less than 256 bytes below its end. */
SEC("xdp") int frame_in_a_callback_behind(struct xdp_md *ctx) {
    __u8 bytes[8] = {1};
    long rounds = bpf_loop(5, add_far, bytes, 0);
    return after(rounds);
}

SUBPROGRAM void keep_address(__u64 *stored) {
    __u64 local[2] = {1, 2};
    *stored = (__u64)(long)&local[UNKNOWN(0)];
    __asm__ volatile("" ::"r"(local) : "memory");
}

SEC("xdp") int frame_that_is_gone(struct xdp_md *ctx) {
    __u64 *stored = count_at(6);
    if (!stored) {
        return 1;
    }
    keep_address(stored);
    __u64 *gone = (void *)(long)*(volatile __u64 *)stored;
    *stored = 0;
    count(0);
    return after(*gone);
}

struct key_walk {
    long offset, sum;
};

static long add_key(struct bpf_map *map, __u32 *key, struct value *value, struct key_walk *walk) {
    walk->sum += ((__u8 *)key)[UNKNOWN(walk->offset)] + ((__u8 *)key)[UNKNOWN(walk->offset) + 3];
    return 0;
}

SEC("xdp") int key_in_a_callback(struct xdp_md *ctx) {
    struct key_walk walk = {0};
    bpf_for_each_map_elem(&array, add_key, &walk, 0);
    return walk.sum;
}

SEC("xdp") int key_in_a_callback_behind(struct xdp_md *ctx) {
    struct key_walk walk = {.offset = 1};
    count(0);
    bpf_for_each_map_elem(&array, add_key, &walk, 0);
    return after(walk.sum);
}
