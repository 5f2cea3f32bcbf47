// SPDX-License-Identifier: Apache-2.0
// A switch that clang -mcpu=v4 turns into a jump table and gotox.
#include <linux/bpf.h>
#define SEC(n) __attribute__((section(n), used))
SEC("xdp") int sw(struct xdp_md *ctx) {
    unsigned char *p = (void *)(long)ctx->data, *e = (void *)(long)ctx->data_end;
    if (p + 2 > e) {
        return 999;
    }
    unsigned long r = p[1];
    switch (p[0]) {
// clang-format off
#define C(i)                                                                                       \
    case i:                                                                                        \
        r = r * (i * 7 + 3) + (r >> (i % 5)) + i;                                                  \
        __asm__ volatile("" : "+r"(r));                                                            \
        break;
        C(0)
        C(1) C(2) C(3) C(4) C(5) C(6) C(7) C(8) C(9) C(10) C(11) C(12) C(13) C(14) C(15) C(16) C(17)
            C(18) C(19) C(20) C(21) C(22) C(23) C(24) C(25) default : r = 12345;
    }
    return r & 0xffffff;
}
// clang-format on
