// SPDX-License-Identifier: Apache-2.0
// After bpf_sk_release no copy of the pointer may be used (kernel: release_reference): neither
// read through nor handed to a helper, nor what bpf_sk_fullsock or bpf_tcp_sock made of it.
// REQUIRES: linux-headers
// RUN: %clang -target bpfel -O2 %bpf-includes -DUSE='sk->mark' -c %s -o %t.o
// RUN: not bpf-aot -target mipsel %t.o -o /dev/null 2>&1 | FileCheck %s --check-prefix=READ
// RUN: %clang -target bpfel -O2 %bpf-includes -DUSE='sk_release(sk)' -c %s -o %t.o
// RUN: not bpf-aot -target mipsel %t.o -o /dev/null 2>&1 | FileCheck %s --check-prefix=TWICE
// RUN: %clang -target bpfel -O2 %bpf-includes -DUSE='full->mark' -c %s -o %t.o
// RUN: not bpf-aot -target mipsel %t.o -o /dev/null 2>&1 | FileCheck %s --check-prefix=READ
// RUN: %clang -target bpfel -O2 %bpf-includes -DUSE='tcp->snd_cwnd' -c %s -o %t.o
// RUN: not bpf-aot -target mipsel %t.o -o /dev/null 2>&1 | FileCheck %s --check-prefix=READ
// RUN: %clang -target bpfel -O2 %bpf-includes -DUSE='listener->mark' -c %s -o %t.o
// RUN: bpf-aot -target mipsel %t.o -o /dev/null
// READ: access through a pointer
// TWICE: r1 of helper sk_release is not memory
#include <linux/bpf.h>
#define SEC(name) __attribute__((section(name), used))
static struct bpf_sock *(*const sk_lookup_tcp)(void *ctx, void *tuple, unsigned size,
                                               unsigned long long netns,
                                               unsigned long long flags) = (void *)84;
static long (*const sk_release)(void *sk) = (void *)86;
static struct bpf_sock *(*const sk_fullsock)(void *sk) = (void *)95;
static struct bpf_tcp_sock *(*const tcp_sock)(void *sk) = (void *)96;
static struct bpf_sock *(*const get_listener_sock)(void *sk) = (void *)98;

SEC("tc") int prog(struct __sk_buff *ctx) {
    char tuple[12] = {0};
    struct bpf_sock *volatile spilled;
    struct bpf_sock *sk = sk_lookup_tcp(ctx, tuple, sizeof(tuple), -1, 0);
    if (!sk) {
        return 0;
    }
    spilled = sk;
    struct bpf_sock *full = sk_fullsock(sk);
    struct bpf_tcp_sock *tcp = tcp_sock(sk);
    struct bpf_sock *listener = get_listener_sock(sk);
    int result = 1;
    if (full && tcp && listener) {
        result = full->mark + tcp->snd_cwnd + listener->mark;
        sk_release(spilled);
        return result + USE;
    }
    sk_release(sk);
    return result;
}
