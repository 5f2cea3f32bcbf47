// SPDX-License-Identifier: Apache-2.0
// 20 bytes are known to lie behind ip + length; moved on by 6 or 16, 2 of them still do. The
// kernel's verifier walks both ways and finds the same.
// RUN: %clang -target bpfel -mcpu=v3 -O2 -c %s -o %t.o
// RUN: bpf-aot %t.o -target mipsel -unproven=error -o %t.mipsel.o
typedef unsigned char u8;
typedef unsigned short u16;
struct context {
    unsigned data, data_end;
};

__attribute__((section("xdp"), used)) int check(struct context *ctx) {
    u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;
    if (data + 34 > end) {
        return 1;
    }
    u8 *l4 = data + 14 + (data[14] & 15) * 4;
    if (l4 + 20 > end) {
        return 1;
    }
    return *(u16 *)(l4 + (data[23] == 6 ? 16 : 6)) ? 2 : 3;
}
