/* SPDX-License-Identifier: Apache-2.0 */
/* Dynptrs of a map value: what reads, writes and slices return, and what the value holds then. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

char LICENSE[] SEC("license") = "GPL";

enum { CASES = 16, VALUE_BYTES = 32 };

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, CASES);
    __type(key, __u32);
    __type(value, __s64);
} results SEC(".maps");

struct value {
    char bytes[VALUE_BYTES];
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, struct value);
} values SEC(".maps");

static void note(__u32 index, __s64 result) {
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

SEC("xdp") int use_dynptr(struct xdp_md *ctx) {
    __u32 zero = 0;
    char bytes[8] = "abcdefg";
    struct bpf_dynptr dynptr;
    struct value *value = bpf_map_lookup_elem(&values, &zero);
    if (!value) {
        return XDP_ABORTED;
    }
    note(0, bpf_dynptr_from_mem(value, VALUE_BYTES, 0, &dynptr));
    note(1, bpf_dynptr_write(&dynptr, 3, bytes, 8, 0));
    note(2, bpf_dynptr_write(&dynptr, VALUE_BYTES - 7, bytes, 8, 0));
    note(3, bpf_dynptr_write(&dynptr, VALUE_BYTES - 7, bytes, 8, 1));
    note(4, bpf_dynptr_write(&dynptr, 0, bytes, 8, 1));
    note(5, bpf_dynptr_read(bytes, 4, &dynptr, 4, 0));
    note(6, *(__s32 *)bytes);
    note(7, bpf_dynptr_read(bytes, 4, &dynptr, VALUE_BYTES - 3, 0));
    note(8, bpf_dynptr_read(bytes, 4, &dynptr, 0, 1));
    char *slice = bpf_dynptr_data(&dynptr, 16, 8);
    if (slice) {
        slice[7] = 's';
    }
    note(9, slice != 0);
    slice = bpf_dynptr_data(&dynptr, VALUE_BYTES - 7, 8);
    note(10, slice != 0);
    return XDP_PASS;
}

SEC("xdp") int wrong_dynptr(struct xdp_md *ctx) {
    __u32 zero = 0;
    char bytes[8] = "abcdefg";
    struct bpf_dynptr dynptr;
    struct value *value = bpf_map_lookup_elem(&values, &zero);
    if (!value) {
        return XDP_ABORTED;
    }
    note(0, bpf_dynptr_from_mem(value, VALUE_BYTES, 1, &dynptr));
    note(1, bpf_dynptr_write(&dynptr, 0, bytes, 8, 0));
    note(2, bpf_dynptr_read(bytes, 8, &dynptr, 0, 0));
    note(3, bpf_dynptr_read(bytes, 0, &dynptr, 0, 0));
    note(4, bpf_dynptr_data(&dynptr, 0, 8) != 0);
    return XDP_PASS;
}
