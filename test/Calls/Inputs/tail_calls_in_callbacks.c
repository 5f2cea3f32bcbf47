/* SPDX-License-Identifier: Apache-2.0 */
/* A callback that tail calls: what it tail called gives the callback's result, and the helper goes
 * on or stops by it. The kernel's verifier refuses tail calls in callbacks, so the expectations are
 * what its rules for subprograms give.
 *
 * expect goes_on: 4 counts[0]=4; no kernel: no tail calls in callbacks
 * expect stops: 1 counts[1]=1; no kernel: no tail calls in callbacks
 * expect budget: 40 counts[0]=33 counts[2]=7; no kernel: no tail calls in callbacks
 * expect visits_all: 8 counts[0]=8; no kernel: no tail calls in callbacks
 * expect after_a_callback: 51 counts[0]=2 counts[1]=1; no kernel: no tail calls in callbacks
 */
#include "calls.h"

enum { GO_ON, STOP };

int go_on(struct xdp_md *ctx);
int halt(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 2);
    __uint(key_size, sizeof(__u32));
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = {[GO_ON] = (void *)&go_on, [STOP] = (void *)&halt},
};

SEC("xdp") int go_on(struct xdp_md *ctx) {
    count(0);
    return ctx->data == 0;
}

SEC("xdp") int halt(struct xdp_md *ctx) {
    count(1);
    return 50;
}

static long call_go_on(__u32 index, struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, GO_ON);
    count(2);
    return 0;
}

static long call_halt(__u32 index, struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, STOP);
    return 0;
}

SEC("xdp") int goes_on(struct xdp_md *ctx) {
    return bpf_loop(4, call_go_on, ctx, 0);
}

SEC("xdp") int stops(struct xdp_md *ctx) {
    return bpf_loop(4, call_halt, ctx, 0);
}

/* 33 of 40 rounds tail call. */
SEC("xdp") int budget(struct xdp_md *ctx) {
    return bpf_loop(40, call_go_on, ctx, 0);
}

static long element_go_on(struct bpf_map *map, __u32 *key, __u64 *value, struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, GO_ON);
    return 0;
}

SEC("xdp") int visits_all(struct xdp_md *ctx) {
    return bpf_for_each_map_elem(&counts, element_go_on, ctx, 0);
}

/* The program itself goes on behind the helper, and tail calls then: the 50 of halt, and what
 * leaves() adds. */
SUBPROGRAM int leaves(struct xdp_md *ctx) {
    bpf_loop(2, call_go_on, ctx, 0);
    bpf_tail_call(ctx, &jumps, STOP);
    return result(0);
}

SEC("xdp") int after_a_callback(struct xdp_md *ctx) {
    return leaves(ctx) + 1;
}

char _license[] SEC("license") = "Dual BSD/GPL";
