/* SPDX-License-Identifier: Apache-2.0 */
/* Tail calls: 33 a run (kernel: MAX_TAIL_CALL_CNT), shared by all of its frames; what a subprogram
 * tail calls returns to the subprogram's caller.
 *
 * expect again: 7 counts[0]=34
 * expect ping: 6 counts[1]=17 counts[2]=17
 * expect once: 41 counts[3]=1
 * expect from_subprogram: 42 counts[3]=1
 * expect twice_from_subprogram: 182 counts[3]=2
 * expect between_calls: 165 counts[3]=1
 * expect empty_slot: 9
 * expect out_of_bounds: 8
 * expect last_slot: 10
 * expect upper_half_of_the_index: 41 counts[3]=1
 * expect hierarchy: 3 counts[4]=34
 * expect own_budget_of_a_run: 70 counts[0]=33
 * expect deep: 0 counts[5]=34
 * expect deep_from_subprogram: 0 counts[5]=34
 */
#include "calls.h"

enum { AGAIN, PING, PONG, TARGET, HIERARCHY, DEEP, EMPTY, DEEP_SUB, SLOTS };

int again(struct xdp_md *ctx);
int ping(struct xdp_md *ctx);
int pong(struct xdp_md *ctx);
int target(struct xdp_md *ctx);
int hierarchy(struct xdp_md *ctx);
int deep(struct xdp_md *ctx);
int deep_from_subprogram(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, SLOTS);
    __uint(key_size, sizeof(__u32));
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values =
        {
            [AGAIN] = (void *)&again,
            [PING] = (void *)&ping,
            [PONG] = (void *)&pong,
            [TARGET] = (void *)&target,
            [HIERARCHY] = (void *)&hierarchy,
            [DEEP] = (void *)&deep,
            [DEEP_SUB] = (void *)&deep_from_subprogram,
        },
};

SUBPROGRAM int add(int a, int b) {
    OPAQUE(a);
    return a + b;
}

SEC("xdp") int again(struct xdp_md *ctx) {
    count(0);
    bpf_tail_call(ctx, &jumps, AGAIN);
    return 7;
}

SEC("xdp") int ping(struct xdp_md *ctx) {
    count(1);
    bpf_tail_call(ctx, &jumps, PONG);
    return 5;
}

SEC("xdp") int pong(struct xdp_md *ctx) {
    count(2);
    bpf_tail_call(ctx, &jumps, PING);
    return 6;
}

SEC("xdp") int target(struct xdp_md *ctx) {
    count(3);
    return add(ctx->data != 0, 40);
}

SEC("xdp") int once(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, TARGET);
    return 1;
}

SUBPROGRAM int leaves(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, TARGET);
    return result(500);
}

SEC("xdp") int from_subprogram(struct xdp_md *ctx) {
    return leaves(ctx) + 1;
}

/* 41 + 41 + 100: the caller goes on both times. */
SEC("xdp") int twice_from_subprogram(struct xdp_md *ctx) {
    int sum = leaves(ctx);
    sum += leaves(ctx);
    return sum + 100;
}

/* 3 + 20, 41, 100 + 1. */
SEC("xdp") int between_calls(struct xdp_md *ctx) {
    int sum = add(3, 20);
    sum += leaves(ctx);
    return sum + add(100, 1);
}

SEC("xdp") int empty_slot(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, EMPTY);
    return 9;
}

SEC("xdp") int out_of_bounds(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, 0xffffffff);
    return 8;
}

/* The first index that is outside. */
SEC("xdp") int last_slot(struct xdp_md *ctx) {
    __u32 index = SLOTS;
    OPAQUE(index);
    bpf_tail_call(ctx, &jumps, index);
    return 10;
}

/* The index is a u32, whatever stands above it. */
SEC("xdp") int upper_half_of_the_index(struct xdp_md *ctx) {
    static long (*const tail_call)(void *, void *, __u64) = (void *)BPF_FUNC_tail_call;
    __u64 index = 0x500000000 + TARGET;
    OPAQUE(index);
    tail_call(ctx, &jumps, index);
    return 1;
}

SUBPROGRAM int into_hierarchy(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, HIERARCHY);
    return result(1);
}

/* Each run of it could tail call twice; all together have 33. The innermost one adds 1 + 1 + 1, and
 * that is the result of what tail called it. */
SEC("xdp") int hierarchy(struct xdp_md *ctx) {
    count(4);
    int first = into_hierarchy(ctx);
    int second = into_hierarchy(ctx);
    return first > 1 ? first : first + second + 1;
}

SUBPROGRAM int into_again(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, AGAIN);
    return result(60);
}

/* 33 tail calls in the first, none is left for the second: 7, then 60; 3 for both. */
SEC("xdp") int own_budget_of_a_run(struct xdp_md *ctx) {
    int first = into_again(ctx);
    int second = into_again(ctx);
    return first + second + (first == 7) + (second == 60) + 1;
}

/* The second and the last run of 34 have their frame at one address: no stack grows. */
static __always_inline int frame_moved(void) {
    __u64 local = 1, address = (__u64)(long)&local;
    OPAQUE(address);
    count(5);
    __u64 *runs = count_at(5), *second = count_at(6), *last = count_at(7);
    if (!runs || !second || !last) {
        return -1;
    }
    if (*runs == 2) {
        *second = address;
    }
    *last = address;
    int moved = *last != *second;
    if (*runs >= 34) {
        /* For those who compare maps with the kernel. */
        *second = *last = 0;
    }
    return moved;
}

SEC("xdp") int deep(struct xdp_md *ctx) {
    int moved = frame_moved();
    bpf_tail_call(ctx, &jumps, DEEP);
    return moved;
}

SUBPROGRAM int sub_of_deep(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, DEEP);
    return result(100);
}

SEC("xdp") int deep_from_subprogram(struct xdp_md *ctx) {
    __u64 *runs = count_at(5);
    if (runs) {
        /* The first of deep()'s runs is what the subprogram's caller runs: count as the second. */
        *runs = 1;
    }
    return sub_of_deep(ctx);
}

char _license[] SEC("license") = "Dual BSD/GPL";
