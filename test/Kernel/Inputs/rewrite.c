/* SPDX-License-Identifier: Apache-2.0 */
/* Changes packets in every way XDP has, chosen by length, so that the bytes that come out say
 * whether headroom, tailroom and the pointers after a move are as in the kernel. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

#define PUT_BYTES 4

/* Writes a mark at the (new) start of the packet. */
static int mark(struct xdp_md *ctx, __u8 value) {
    __u8 *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    if (data + PUT_BYTES > end) {
        return XDP_ABORTED;
    }
    for (int i = 0; i < PUT_BYTES; i++) {
        data[i] = value + i;
    }
    return XDP_TX;
}

static int move_head(struct xdp_md *ctx, int delta) {
    long error = bpf_xdp_adjust_head(ctx, delta);
    return mark(ctx, error ? 0xe0 : 0x10);
}

static int move_tail(struct xdp_md *ctx, int delta) {
    long error = bpf_xdp_adjust_tail(ctx, delta);
    return mark(ctx, error ? 0xf0 : 0x20);
}

SEC("xdp")
int rewrite(struct xdp_md *ctx) {
    __u32 size = ctx->data_end - ctx->data;
    switch (size & 7) {
    case 0:
        return move_head(ctx, -(int)(size & 255));
    case 1:
        return move_head(ctx, 10);
    case 2:
        return move_head(ctx, -300);
    case 3:
        return move_head(ctx, size - 13);
    case 4:
        return move_tail(ctx, 100);
    case 5:
        return move_tail(ctx, -20);
    case 6:
        return move_tail(ctx, 4000);
    default:
        return move_tail(ctx, 14 - (int)size);
    }
}

char _license[] SEC("license") = "Apache-2.0";
