// SPDX-License-Identifier: Apache-2.0
// A switch that clang -mcpu=v4 turns into a jump table and gotox.
#include <linux/bpf.h>
#define SEC(n) __attribute__((section(n), used))

#define CASE(i)                                                                                    \
    case i:                                                                                        \
        r = r * ((i) * 7 + 3) + (r >> ((i) % 5)) + (i);                                            \
        __asm__ volatile("" : "+r"(r));                                                            \
        break;
#define CASES(i) CASE(i) CASE(i + 1) CASE(i + 2) CASE(i + 3) CASE(i + 4)

SEC("xdp") int choose(struct xdp_md *ctx) {
    unsigned char *p = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    if (p + 2 > end) {
        return 999;
    }
    unsigned long r = p[1];
    switch (p[0]) {
        CASES(0)
        CASES(5)
        CASES(10)
        CASES(15)
        CASES(20)
        CASE(25)
    default:
        r = 12345;
    }
    return r & 0xffffff;
}
