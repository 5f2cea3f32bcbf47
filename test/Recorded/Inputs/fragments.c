// SPDX-License-Identifier: Apache-2.0
// Works on packets that go on behind data_end: length, bytes across the border, both ends.
// MAP said u32 = s64 s64
#include "net.h"

struct said {
    __s64 first, last;
};

MAP(said, HASH, 64, __u32, struct said);

/* What a helper said for the first packet and for the last. */
static __always_inline void note(__u32 what, __s64 result) {
    struct said fresh = {result, result}, *seen = bpf_map_lookup_elem(&said, &what);
    if (seen) {
        seen->last = result;
    } else {
        bpf_map_update_elem(&said, &what, &fresh, BPF_ANY);
    }
}

/* Turns the eight bytes at `offset` round. */
static __always_inline void turn(struct xdp_md *ctx, __u32 offset, __u32 what) {
    __u64 bytes = 0;
    note(what, bpf_xdp_load_bytes(ctx, offset, &bytes, sizeof(bytes)));
    bytes = __builtin_bswap64(bytes);
    note(what + 1, bpf_xdp_store_bytes(ctx, offset, &bytes, sizeof(bytes)));
}

SEC("xdp.frags")
int prog(struct xdp_md *ctx) {
    __u32 linear = ctx->data_end - ctx->data, length = bpf_xdp_get_buff_len(ctx), mtu = 0;
    __u32 base = length == linear ? 0 : length == 9000 ? 32 : 16;
    note(base, length);
    note(base + 1, linear);
    turn(ctx, linear - 4, base + 2);
    turn(ctx, length - 8, base + 4);
    turn(ctx, length - 7, base + 6);
    note(base + 8, bpf_xdp_adjust_tail(ctx, 1));
    note(base + 9, bpf_xdp_adjust_tail(ctx, 4096));
    note(base + 10, bpf_xdp_adjust_tail(ctx, length > 4200 ? -4200 : -20));
    note(base + 11, bpf_xdp_adjust_tail(ctx, 30));
    note(base + 12, bpf_xdp_adjust_head(ctx, -8));
    note(base + 13, bpf_xdp_adjust_head(ctx, 12));
    note(base + 14, bpf_xdp_get_buff_len(ctx));
    note(base + 15, bpf_check_mtu(ctx, 0, &mtu, 61000, 0));
    return length == linear ? XDP_PASS : XDP_TX;
}
