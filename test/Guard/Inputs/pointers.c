/* SPDX-License-Identifier: Apache-2.0 */
/* A function pointer must be the address of a function that the program has taken, and calls
 * through pointers and helpers nest at most eight deep, as the kernel's frames do.
 *
 * expect call_of_a_function: 14
 * expect call_of_a_number: 0 counts[0]=1
 * expect call_of_null: 0 counts[0]=1
 * expect call_into_a_function: 0 counts[0]=1
 * expect recursion_that_ends: 15
 * expect recursion_that_does_not: 0 counts[0]=1
 * expect recursion_through_a_helper: 0 counts[0]=1
 */
#include "guards.h"

typedef long operation(long x);

SUBPROGRAM long twice(long x) {
    OPAQUE(x);
    return 2 * x;
}

SUBPROGRAM long sum_down(long x);
SUBPROGRAM long forever(long x);

static operation *table[3] = {twice, sum_down, forever};

static __always_inline operation *at(long index) {
    return ((operation *volatile *)table)[index];
}

SUBPROGRAM long sum_down(long x) {
    return x ? x + at(1)(x - 1) : 0;
}

SUBPROGRAM long forever(long x) {
    return at(2)(x + 1) + 1;
}

SEC("xdp") int call_of_a_function(struct xdp_md *ctx) {
    return at(0)(7);
}

SEC("xdp") int call_of_a_number(struct xdp_md *ctx) {
    operation *target = (operation *)UNKNOWN(0x1234);
    count(0);
    return after(target(1));
}

SEC("xdp") int call_of_null(struct xdp_md *ctx) {
    operation *target = (operation *)UNKNOWN(0);
    count(0);
    return after(target(1));
}

SEC("xdp") int call_into_a_function(struct xdp_md *ctx) {
    operation *target = (operation *)((long)at(0) + 4);
    count(0);
    return after(target(1));
}

SEC("xdp") int recursion_that_ends(struct xdp_md *ctx) {
    return at(1)(5);
}

SEC("xdp") int recursion_that_does_not(struct xdp_md *ctx) {
    count(0);
    return after(at(2)(0));
}

typedef long callback(__u32 index, void *ctx);

SUBPROGRAM long loop_once(callback *body) {
    return bpf_loop(1, body, (void *)0, 0);
}

static long body_of_itself(__u32 index, void *ctx) {
    callback *self = body_of_itself;
    OPAQUE(self);
    return loop_once(self);
}

SEC("xdp") int recursion_through_a_helper(struct xdp_md *ctx) {
    callback *body = body_of_itself;
    OPAQUE(body);
    count(0);
    return after(loop_once(body));
}
