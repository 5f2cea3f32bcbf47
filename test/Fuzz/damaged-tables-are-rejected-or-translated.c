// SPDX-License-Identifier: Apache-2.0
// Jump tables, addresses in data and contents of maps are places and indices, all of them checked.
// RUN: %clang -target bpfel -mcpu=v4 -g -O2 -I %inputs -c %s -o %t.o
// RUN: %python %src_dir/test/Fuzz/mutate.py -seed 1 -count 200 %t.o -- bpf-aot -target mipsel -print=program -stop-after=program
#include "maps.h"

#define CASE(n)                                                                                    \
    case n:                                                                                        \
        return ctx[n * 7 % 24 + 1] * n + (n ^ 5);
#define FOUR(n) CASE(n) CASE(n + 1) CASE(n + 2) CASE(n + 3)

static long (*tail)(void *ctx, void *map, unsigned index) = (void *)12;

static long first(long x) {
    return x * 2;
}

static long second(long x) {
    return x * 3;
}

long (*volatile table[2])(long) = {first, second};

SEC("xdp") int other(int *ctx) {
    switch (ctx[0]) { FOUR(0) FOUR(4) FOUR(8) FOUR(12) FOUR(16) FOUR(20) }
    return table[ctx[1] & 1](7);
}

struct {
    NUMBER(type, PROG_ARRAY);
    TYPE(key, unsigned);
    NUMBER(max_entries, 4);
    VALUES(values, int(void *));
} jumps SEC(".maps") = {.values = {[3] = (void *)&other}};

SEC("xdp") int prog(void *ctx) {
    tail(ctx, &jumps, 3);
    return 1;
}
