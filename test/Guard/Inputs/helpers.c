/* SPDX-License-Identifier: Apache-2.0 */
/* What helpers read through their arguments is checked like the program's own accesses: keys and
 * values by the map, other memory by the size in the next argument. And what they call, and maps
 * that may not be there.
 *
 * expect key_inside: 1
 * expect key_across_the_end: 0 counts[0]=1
 * expect key_of_an_inner_map: 0 counts[0]=1
 * expect value_from_the_packet: 52
 * expect value_across_the_end: 0 counts[0]=1
 * expect sum_inside: 1
 * expect sum_behind: 0 counts[0]=1
 * expect sum_of_nothing: 5
 * expect sum_of_nothing_anywhere: 5
 * expect sum_of_null: 0 counts[0]=1
 * expect output_of_too_much: 0 counts[0]=1
 * expect output_of_2_to_the_32: 0 counts[0]=1
 * expect inner_map_that_is_missing: 0 counts[0]=1
 * expect delete_by_frame: 1
 */
#include "guards.h"

struct inner {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u64);
} inner SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
    __uint(max_entries, 2);
    __type(key, __u32);
    __array(values, struct inner);
} outer SEC(".maps") = {.values = {[0] = &inner}};

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(max_entries, 8);
    __uint(key_size, 4);
    __uint(value_size, 4);
} events SEC(".maps");

SEC("xdp") int key_inside(struct xdp_md *ctx) {
    return bpf_map_lookup_elem(&array, packet(ctx, 60)) == (void *)0;
}

SEC("xdp") int key_across_the_end(struct xdp_md *ctx) {
    count(0);
    return after(bpf_map_lookup_elem(&array, packet(ctx, 61)) == (void *)0);
}

static __always_inline void *inner_at(__u32 index) {
    return bpf_map_lookup_elem(&outer, &index);
}

SEC("xdp") int key_of_an_inner_map(struct xdp_md *ctx) {
    void *map = inner_at(0);
    if (!map) {
        return 1;
    }
    count(0);
    return after(bpf_map_lookup_elem(map, packet(ctx, 61)) == (void *)0);
}

SEC("xdp") int inner_map_that_is_missing(struct xdp_md *ctx) {
    __u32 key = 0;
    void *map = inner_at(1);
    count(0);
    return after(bpf_map_lookup_elem(map, &key) != (void *)0);
}

SEC("xdp") int value_from_the_packet(struct xdp_md *ctx) {
    __u32 key = 1;
    bpf_map_update_elem(&array, &key, packet(ctx, 52), 0);
    struct value *value = bpf_map_lookup_elem(&array, &key);
    return value ? value->bytes[0] : 1;
}

/* Values of 12 bytes. */
SEC("xdp") int value_across_the_end(struct xdp_md *ctx) {
    __u32 key = 1;
    count(0);
    return after(bpf_map_update_elem(&array, &key, packet(ctx, 53), 0) == 0);
}

SEC("xdp") int sum_inside(struct xdp_md *ctx) {
    return bpf_csum_diff((void *)0, 0, (void *)packet(ctx, 0), UNKNOWN(64), 0) > 0;
}

SEC("xdp") int sum_behind(struct xdp_md *ctx) {
    count(0);
    return after(bpf_csum_diff((void *)0, 0, (void *)packet(ctx, 0), UNKNOWN(68), 0) > 0);
}

SEC("xdp") int sum_of_nothing(struct xdp_md *ctx) {
    return bpf_csum_diff((void *)0, 0, (void *)0, 0, 5);
}

SEC("xdp") int sum_of_nothing_anywhere(struct xdp_md *ctx) {
    return bpf_csum_diff((void *)UNKNOWN(1), UNKNOWN(0), (void *)packet(ctx, 99), UNKNOWN(0), 5);
}

SEC("xdp") int sum_of_null(struct xdp_md *ctx) {
    count(0);
    return after(bpf_csum_diff((void *)UNKNOWN(0), UNKNOWN(4), (void *)0, 0, 5));
}

SEC("xdp") int output_of_too_much(struct xdp_md *ctx) {
    __u64 bytes[2] = {1, 2};
    count(0);
    return after(bpf_perf_event_output(ctx, &events, 0, bytes, UNKNOWN(1024)));
}

/* The lower half of the size is 0. */
SEC("xdp") int output_of_2_to_the_32(struct xdp_md *ctx) {
    __u64 bytes[2] = {1, 2};
    count(0);
    return after(bpf_perf_event_output(ctx, &events, 0, bytes, UNKNOWN(0x100000000)));
}

SEC("xdp") int delete_by_frame(struct xdp_md *ctx) {
    __u32 key = 9;
    return bpf_map_delete_elem(&hash, &key) == -2;
}
