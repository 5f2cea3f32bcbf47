// SPDX-License-Identifier: Apache-2.0
// What an sk_lookup program finds in its context, by accesses of all widths.
#include "seen.h"

#define LOAD(type, context, offset)                                                                \
    ({                                                                                             \
        __u64 value_;                                                                              \
        asm volatile("%0 = *(" #type " *)(%1 + " #offset ")" : "=r"(value_) : "r"(context));       \
        value_;                                                                                    \
    })

SEC("sk_lookup") int lookup(struct bpf_sk_lookup *ctx) {
    see(0, ctx->sk != 0);
    see(1, ctx->family);
    see(2, ctx->protocol);
    see(3, ctx->remote_ip4);
    see(4, ctx->local_ip4);
    see(5, LOAD(u32, ctx, 20));
    see(6, LOAD(u32, ctx, 32));
    see(7, LOAD(u16, ctx, 22));
    see(8, LOAD(u8, ctx, 59));
    see(9, LOAD(u32, ctx, 44));
    see(10, LOAD(u16, ctx, 36));
    see(11, LOAD(u32, ctx, 36));
    see(12, LOAD(u8, ctx, 37));
    see(13, LOAD(u16, ctx, 38));
    see(14, ctx->local_port);
    see(15, LOAD(u8, ctx, 61));
    see(16, ctx->ingress_ifindex);
    return ctx->local_port & 1 ? SK_PASS : SK_DROP;
}
