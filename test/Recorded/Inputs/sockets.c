// SPDX-License-Identifier: Apache-2.0
// What hangs on the socket of a test run, another one for each packet: storage and cookies.
// MAP results u32 = s64
#include "net.h"

struct state {
    __u32 count;
    __u64 number;
    char text[12];
};

MAP(results, ARRAY, 32, __u32, __s64);
struct {
    __uint(type, BPF_MAP_TYPE_SK_STORAGE);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, int);
    __type(value, struct state);
} states SEC(".maps");

static __always_inline void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

static __always_inline void keep(struct bpf_sock *sk) {
    struct state start = {.count = 5, .number = 1ull << 40, .text = "as it starts"};
    struct state *state = bpf_sk_storage_get(&states, sk, 0, 0);
    note(0, state != 0);
    note(1, bpf_sk_storage_delete(&states, sk));
    note(2, bpf_sk_storage_get(&states, sk, 0, 4) != 0); /* flags */
    note(3, bpf_sk_storage_get(&states, sk, &start, 0) != 0);
    state = bpf_sk_storage_get(&states, sk, &start, BPF_SK_STORAGE_GET_F_CREATE);
    if (state) {
        state->count++;
        note(4, state->count);
        note(5, state->number);
        note(6, state->text[11]);
    }
    start.count = 100;
    struct state *again = bpf_sk_storage_get(&states, sk, &start, BPF_SK_STORAGE_GET_F_CREATE);
    note(7, again ? again->count : -1);
    again = bpf_sk_storage_get(&states, sk, 0, 0);
    note(8, again ? again->count : -1);
    note(9, bpf_sk_storage_delete(&states, sk));
    note(10, bpf_sk_storage_delete(&states, sk));
    again = bpf_sk_storage_get(&states, sk, 0, BPF_SK_STORAGE_GET_F_CREATE);
    note(11, again ? again->count + again->number + again->text[0] : -1);
}

SEC("tc")
int prog(struct __sk_buff *skb) {
    struct bpf_sock *sk = skb->sk;
    __u64 cookie = bpf_get_socket_cookie(skb), netns = bpf_get_netns_cookie(skb);
    note(12, cookie != 0);
    note(13, bpf_get_socket_cookie(skb) == cookie);
    note(14, netns != 0);
    note(15, bpf_get_netns_cookie(skb) == netns);
    if (sk) {
        note(16, bpf_sk_assign(skb, sk, 0)); /* not at ingress */
        note(17, bpf_sk_assign(skb, sk, 1));
        struct bpf_sock *full = bpf_sk_fullsock(sk);
        if (full) {
            keep(full);
        }
    }
    return sk != 0;
}
