/* SPDX-License-Identifier: Apache-2.0 */
/* Locks in values: updates leave them alone, BPF_F_LOCK wants one, and what it changes. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

enum { CASES = 20 };

struct value {
    __u32 before;
    struct bpf_spin_lock lock;
    __u64 count;
};

#define MAP(name, kind, value_type, entries)                                                       \
    struct {                                                                                       \
        __uint(type, kind);                                                                        \
        __uint(max_entries, entries);                                                              \
        __type(key, __u32);                                                                        \
        __type(value, value_type);                                                                 \
    } name SEC(".maps")

MAP(results, BPF_MAP_TYPE_ARRAY, __s64, CASES);
MAP(locked, BPF_MAP_TYPE_ARRAY, struct value, 2);
MAP(hashed, BPF_MAP_TYPE_HASH, struct value, 2);
MAP(plain, BPF_MAP_TYPE_HASH, __u64, 2);
MAP(plain_array, BPF_MAP_TYPE_ARRAY, __u64, 2);

static void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

static void add(void *map, __u32 key) {
    struct value *value = bpf_map_lookup_elem(map, &key);
    if (value) {
        bpf_spin_lock(&value->lock);
        value->count += 3;
        value->before++;
        bpf_spin_unlock(&value->lock);
    }
}

SEC("xdp") int use_locks(struct xdp_md *ctx) {
    __u32 key = 1, beyond = 2;
    struct value value = {.before = 5, .count = 7};
    __u64 number = 1;
    add(&locked, 0);
    note(0, bpf_map_update_elem(&locked, &key, &value, BPF_F_LOCK));
    note(1, bpf_map_update_elem(&locked, &key, &value, BPF_F_LOCK | BPF_NOEXIST));
    note(2, bpf_map_update_elem(&locked, &beyond, &value, BPF_F_LOCK));
    note(3, bpf_map_update_elem(&locked, &key, &value, 8));
    note(4, bpf_map_update_elem(&locked, &key, &value, BPF_F_LOCK | BPF_EXIST));
    note(5, bpf_map_update_elem(&plain_array, &key, &number, BPF_F_LOCK));
    note(6, bpf_map_update_elem(&plain_array, &beyond, &number, BPF_F_LOCK));
    note(7, bpf_map_update_elem(&plain, &key, &number, BPF_F_LOCK));
    note(8, bpf_map_update_elem(&hashed, &key, &value, BPF_F_LOCK | BPF_EXIST));
    note(9, bpf_map_update_elem(&hashed, &key, &value, BPF_F_LOCK));
    struct value *old = bpf_map_lookup_elem(&hashed, &key);
    value.count = 100;
    note(10, bpf_map_update_elem(&hashed, &key, &value, BPF_F_LOCK));
    note(11, old && old->count == 100); /* in place */
    note(12, bpf_map_update_elem(&hashed, &key, &value, BPF_F_LOCK | BPF_NOEXIST));
    note(13, bpf_map_update_elem(&hashed, &key, &value, BPF_F_LOCK | BPF_NOEXIST | BPF_EXIST));
    add(&hashed, 1);
    add(&locked, 1);
    note(14, bpf_map_update_elem(&hashed, &key, &value, BPF_EXIST));
    add(&hashed, 1);
    return XDP_PASS;
}
