/* SPDX-License-Identifier: Apache-2.0 */
#include "fib.h"

SEC("xdp") int fib_xdp(struct xdp_md *ctx) {
    ANSWER(ctx);
}

SEC("tc") int fib_tc(struct __sk_buff *ctx) {
    ANSWER(ctx);
}

char _license[] SEC("license") = "GPL";
