// SPDX-License-Identifier: Apache-2.0
// What a lookup finds may be NULL (kernel: PTR_TO_SOCKET_OR_NULL), as may the socket of a packet;
// once compared, its 80 bytes are proven, and only those.
// REQUIRES: linux-headers
// RUN: %clang -target bpfel -O2 %bpf-includes -DFOUND='sk_lookup_udp(ctx,tuple,12,-1,0)' -DTEST=sk -DSIZE=80 -c %s -o %t.o
// RUN: bpf-aot -target mipsel -unproven=error %t.o -o /dev/null
// RUN: %clang -target bpfel -O2 %bpf-includes -DFOUND='sk_lookup_udp(ctx,tuple,12,-1,0)' -DTEST=1 -DSIZE=80 -c %s -o %t.o
// RUN: not bpf-aot -target mipsel -unproven=error %t.o -o /dev/null 2>&1 | FileCheck %s
// RUN: %clang -target bpfel -O2 %bpf-includes -DFOUND='sk_lookup_udp(ctx,tuple,12,-1,0)' -DTEST=sk -DSIZE=84 -c %s -o %t.o
// RUN: not bpf-aot -target mipsel -unproven=error %t.o -o /dev/null 2>&1 | FileCheck %s --check-prefix=BEYOND
// RUN: %clang -target bpfel -O2 %bpf-includes -DFOUND='ctx->sk' -DTEST=1 -DSIZE=80 -c %s -o %t.o
// RUN: not bpf-aot -target mipsel -unproven=error %t.o -o /dev/null 2>&1 | FileCheck %s
// CHECK: mem_or_null
// BEYOND: {{invalid access to memory|outside}}
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))
static struct bpf_sock *(*const sk_lookup_udp)(void *ctx, void *tuple, unsigned size,
                                               unsigned long long netns,
                                               unsigned long long flags) = (void *)85;

SEC("tc") int prog(struct __sk_buff *ctx) {
    char tuple[12] = {0};
    struct bpf_sock *sk = FOUND;
    return TEST ? *(int *)((char *)sk + SIZE - 4) + tuple[0] : 0;
}
