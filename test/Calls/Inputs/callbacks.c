/* SPDX-License-Identifier: Apache-2.0 */
/* bpf_loop and bpf_for_each_map_elem: what callbacks get, what they write through their context,
 * and what the helpers return (kernel: rounds begun, elements visited, or an errno).
 *
 * expect sum: 10135
 * expect early_stop: 5010
 * expect nested: 20 counts[0]=5 counts[1]=20
 * expect no_rounds: 0
 * expect too_many_rounds: 7
 * expect flags: 22
 * expect from_subprogram: 1045
 * expect result_of_64_bits: 1; no kernel: its verifier wants a result of 0 or 1
 * expect context_is_a_value: 4 counts[2]=4; no kernel: its verifier wants a pointer to the stack
 * expect array_elements: 4060
 * expect array_early_stop: 2
 * expect hash_elements: 3032
 * expect hash_delete_while_visiting: 30
 * expect percpu_elements: 3006
 * expect maps_in_a_callback: 5 counts[3]=5 counts[4]=10
 * expect two_callbacks: 23
 */
#include "calls.h"

struct sum {
    __u64 total;
    __u32 stop_at;
};

static long add_index(__u32 index, struct sum *sum) {
    sum->total += index * 3;
    return 0;
}

SEC("xdp") int sum(struct xdp_md *ctx) {
    struct sum sum = {0};
    long rounds = bpf_loop(10, add_index, &sum, 0);
    return rounds * 1000 + sum.total;
}

static long add_until(__u32 index, struct sum *sum) {
    sum->total += index;
    return index == sum->stop_at;
}

SEC("xdp") int early_stop(struct xdp_md *ctx) {
    struct sum sum = {.stop_at = 4};
    long rounds = bpf_loop(100, add_until, &sum, 0);
    return rounds * 1000 + sum.total;
}

static long inner(__u32 index, __u64 *total) {
    count(1);
    *total += 1;
    return 0;
}

static long outer(__u32 index, __u64 *total) {
    __u64 mine = 0;
    count(0);
    bpf_loop(4, inner, &mine, 0);
    *total += mine;
    return 0;
}

SEC("xdp") int nested(struct xdp_md *ctx) {
    __u64 total = 0;
    bpf_loop(5, outer, &total, 0);
    return total;
}

SEC("xdp") int no_rounds(struct xdp_md *ctx) {
    struct sum sum = {0};
    return bpf_loop(0, add_index, &sum, 0) + sum.total;
}

/* kernel: BPF_MAX_LOOPS, -E2BIG */
SEC("xdp") int too_many_rounds(struct xdp_md *ctx) {
    struct sum sum = {0};
    __u32 rounds = (1 << 23) + 1;
    OPAQUE(rounds);
    return -bpf_loop(rounds, add_index, &sum, 0);
}

/* -EINVAL */
SEC("xdp") int flags(struct xdp_md *ctx) {
    struct sum sum = {0};
    __u64 flags = 1;
    OPAQUE(flags);
    return -bpf_loop(1, add_index, &sum, flags);
}

SUBPROGRAM int sum_in_subprogram(__u32 rounds) {
    struct sum sum = {.stop_at = 1000};
    bpf_loop(rounds, add_until, &sum, 0);
    return sum.total + 1000;
}

SEC("xdp") int from_subprogram(struct xdp_md *ctx) {
    return sum_in_subprogram(10);
}

/* The callback's result is looked at as a whole; the kernel wants 0 or 1. */
static long upper_half(__u32 index, void *nothing) {
    __u64 result = 1ull << 32;
    OPAQUE(result);
    return index >= 0 ? (long)result : 0;
}

SEC("xdp") int result_of_64_bits(struct xdp_md *ctx) {
    return bpf_loop(9, upper_half, 0, 0);
}

static long count_value(__u32 index, __u64 *value) {
    if (value) {
        *value += 1;
    }
    return 0;
}

SEC("xdp") int context_is_a_value(struct xdp_md *ctx) {
    __u64 *value = count_at(2);
    if (!value) {
        return -1;
    }
    bpf_loop(4, count_value, value, 0);
    return *value;
}

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u64);
} array SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, __u64);
} hash SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 3);
    __type(key, __u32);
    __type(value, __u64);
} percpu SEC(".maps");

static __always_inline void set(void *map, __u32 key, __u64 value) {
    bpf_map_update_elem(map, &key, &value, BPF_ANY);
}

static long add_product(struct bpf_map *map, __u32 *key, __u64 *value, struct sum *sum) {
    sum->total += *key * *value;
    return 0;
}

/* 0 * 5 + 1 * 10 + 2 * 10 + 3 * 10, four elements. */
SEC("xdp") int array_elements(struct xdp_md *ctx) {
    struct sum sum = {0};
    set(&array, 0, 5);
    set(&array, 1, 10);
    set(&array, 2, 10);
    set(&array, 3, 10);
    long visited = bpf_for_each_map_elem(&array, add_product, &sum, 0);
    return visited * 1000 + sum.total;
}

static long stop_at(struct bpf_map *map, __u32 *key, __u64 *value, struct sum *sum) {
    return *key == sum->stop_at;
}

SEC("xdp") int array_early_stop(struct xdp_md *ctx) {
    struct sum sum = {.stop_at = 1};
    return bpf_for_each_map_elem(&array, stop_at, &sum, 0);
}

/* In any order: 1 * 2 + 2 * 5 + 4 * 5. */
SEC("xdp") int hash_elements(struct xdp_md *ctx) {
    struct sum sum = {0};
    set(&hash, 1, 2);
    set(&hash, 2, 5);
    set(&hash, 4, 5);
    long visited = bpf_for_each_map_elem(&hash, add_product, &sum, 0);
    return visited * 1000 + sum.total;
}

static long delete_it(struct bpf_map *map, __u32 *key, __u64 *value, struct sum *sum) {
    __u32 copy = *key;
    bpf_map_delete_elem(&hash, &copy);
    return 0;
}

/* Three are visited, and then there are none. */
SEC("xdp") int hash_delete_while_visiting(struct xdp_md *ctx) {
    struct sum sum = {0};
    set(&hash, 7, 1);
    set(&hash, 8, 1);
    set(&hash, 9, 1);
    long visited = bpf_for_each_map_elem(&hash, delete_it, &sum, 0);
    return visited * 10 + bpf_for_each_map_elem(&hash, delete_it, &sum, 0);
}

static long add_value(struct bpf_map *map, __u32 *key, __u64 *value, struct sum *sum) {
    sum->total += *value;
    return 0;
}

SEC("xdp") int percpu_elements(struct xdp_md *ctx) {
    struct sum sum = {0};
    set(&percpu, 0, 1);
    set(&percpu, 1, 2);
    set(&percpu, 2, 3);
    long visited = bpf_for_each_map_elem(&percpu, add_value, &sum, 0);
    return visited * 1000 + sum.total;
}

static long use_maps(__u32 index, void *nothing) {
    __u64 *value = count_at(4);
    count(3);
    if (value) {
        set(&counts, 4, *value + index);
    }
    return 0;
}

/* 0 + 1 + 2 + 3 + 4. */
SEC("xdp") int maps_in_a_callback(struct xdp_md *ctx) {
    return bpf_loop(5, use_maps, 0, 0);
}

static long add_one(__u32 index, __u64 *total) {
    *total += 1;
    return 0;
}

static long add_ten(__u32 index, __u64 *total) {
    *total += 10;
    return 0;
}

SEC("xdp") int two_callbacks(struct xdp_md *ctx) {
    __u64 total = 0;
    bpf_loop(3, add_one, &total, 0);
    bpf_loop(2, add_ten, &total, 0);
    return total;
}

char _license[] SEC("license") = "Dual BSD/GPL";
