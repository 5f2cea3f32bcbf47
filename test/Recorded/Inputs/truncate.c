// SPDX-License-Identifier: Apache-2.0
// Cuts packets to 64 bytes, lengthens short ones, and notes what the helper said.
// MAP said s32 = u32
#include "net.h"

MAP(said, HASH, 16, __s32, __u32);

SEC("xdp")
int prog(struct xdp_md *ctx) {
    int length = (int)(ctx->data_end - ctx->data);
    int delta = length > 64 ? 64 - length : length < 48 ? 16 : -length;
    __s32 result = bpf_xdp_adjust_tail(ctx, delta);
    __u32 one = 1, *count = bpf_map_lookup_elem(&said, &result);
    if (count) {
        *count += 1;
    } else {
        bpf_map_update_elem(&said, &result, &one, BPF_ANY);
    }
    void *data = (void *)(long)ctx->data, *end = (void *)(long)ctx->data_end;
    if (data + 60 > end) {
        return XDP_DROP;
    }
    *(__be32 *)(data + 56) = bpf_htonl((__u32)length);
    return bpf_xdp_get_buff_len(ctx) == 64 ? XDP_TX : XDP_PASS;
}
