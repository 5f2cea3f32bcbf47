/* SPDX-License-Identifier: Apache-2.0 */
/* Functions called by address: from tables in .rodata and .data, from arguments, from the stack.
 * The kernel has no indirect calls.
 *
 * expect from_rodata: 36; no kernel: no indirect calls
 * expect from_data: 43; no kernel: no indirect calls
 * expect from_a_struct: 130; no kernel: no indirect calls
 * expect from_the_stack: 25; no kernel: no indirect calls
 * expect from_an_argument: 77; no kernel: no indirect calls
 * expect changed_at_run_time: 1216; no kernel: no indirect calls
 * expect with_five_arguments: 12345; no kernel: no indirect calls
 * expect in_a_callback: 18 counts[0]=3; no kernel: no indirect calls
 * expect tail_calls: 7; no kernel: no indirect calls
 */
#include "calls.h"

SUBPROGRAM long twice(long x) {
    OPAQUE(x);
    return 2 * x;
}

SUBPROGRAM long plus_four(long x) {
    OPAQUE(x);
    return x + 4;
}

SUBPROGRAM long square(long x) {
    OPAQUE(x);
    return x * x;
}

typedef long operation(long x);

static operation *const constant_table[3] = {twice, plus_four, square};
static operation *table[2] = {plus_four, square};

struct step {
    __u32 count;
    operation *run;
    __u64 operand;
};
static struct step steps[2] = {{3, twice, 5}, {1, square, 10}};

static __always_inline __u32 at(__u32 index) {
    OPAQUE(index);
    return index;
}

/* 2 * 5, 10 - 4 + 4 = 10, 4 * 4: 10 + 10 + 16 */
SEC("xdp") int from_rodata(struct xdp_md *ctx) {
    return constant_table[at(0)](5) + constant_table[at(1)](6) + constant_table[at(2)](4);
}

/* 3 + 4, 6 * 6 */
SEC("xdp") int from_data(struct xdp_md *ctx) {
    return table[at(0)](3) + table[at(1)](6);
}

/* Three times 2 * 5, and 10 * 10. */
SEC("xdp") int from_a_struct(struct xdp_md *ctx) {
    long sum = 0;
    for (__u32 i = 0; i < 2; i++) {
        const struct step *step = &steps[at(i)];
        for (__u32 round = 0; round < step->count; round++) {
            sum += step->run(step->operand);
        }
    }
    return sum;
}

SEC("xdp") int from_the_stack(struct xdp_md *ctx) {
    operation *mine[2] = {square, twice};
    __u64 where = (__u64)(long)mine;
    OPAQUE(where);
    operation **local = (operation **)where;
    return local[0](at(5)) + local[1](0);
}

SUBPROGRAM long apply(operation *run, long x) {
    OPAQUE(run);
    return run(x) + 7;
}

/* 8 * 8 + 7 = 71, then -3 + 4 + 7 = 8 ... less 2 */
SEC("xdp") int from_an_argument(struct xdp_md *ctx) {
    return apply(square, 8) + apply(plus_four, -3) - 2;
}

SEC("xdp") int changed_at_run_time(struct xdp_md *ctx) {
    long before = table[at(0)](8);
    table[at(0)] = twice;
    long after = table[at(0)](8);
    table[at(0)] = plus_four;
    return before * 100 + after;
}

typedef long five(long a, long b, long c, long d, long e);

SUBPROGRAM long digits(long a, long b, long c, long d, long e) {
    OPAQUE(a);
    return (((a * 10 + b) * 10 + c) * 10 + d) * 10 + e;
}

static five *const five_table[1] = {digits};

SEC("xdp") int with_five_arguments(struct xdp_md *ctx) {
    return five_table[at(0)](1, 2, 3, 4, 5);
}

static long run_each(__u32 index, long *total) {
    count(0);
    if (index < 3) {
        *total += constant_table[at(index)](index + 2);
    }
    return 0;
}

/* 2 * 2, 3 + 4 = 7 ... 4 * 4 = 16: 27, less 9 */
SEC("xdp") int in_a_callback(struct xdp_md *ctx) {
    long total = -9;
    bpf_loop(3, run_each, &total, 0);
    return total;
}

int seven(struct xdp_md *ctx);

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 1);
    __uint(key_size, sizeof(__u32));
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = {[0] = (void *)&seven},
};

SEC("xdp") int seven(struct xdp_md *ctx) {
    return 6;
}

SUBPROGRAM long tail_calling(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, 0);
    return result(100);
}

static long (*const leaving[1])(struct xdp_md *) = {tail_calling};

SEC("xdp") int tail_calls(struct xdp_md *ctx) {
    return leaving[at(0)](ctx) + 1;
}

char _license[] SEC("license") = "Dual BSD/GPL";
