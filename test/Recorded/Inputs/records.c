// SPDX-License-Identifier: Apache-2.0
// Records of a ring buffer through dynptrs: sizes that vary, one that is thrown away, a ring that
// is full. The first four packets are noted on their own, later ones in one place.
// MAP results u32 = s64
#include "net.h"

enum { RUNS = 5, NOTES = 32 };

MAP(results, ARRAY, RUNS *NOTES, __u32, __s64);
MAP(runs, ARRAY, 1, __u32, __u32);
struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

static __always_inline void note(__u32 index, __s64 result) {
    __u32 zero = 0, *run = bpf_map_lookup_elem(&runs, &zero);
    index += run ? (*run < RUNS - 1 ? *run : RUNS - 1) * NOTES : 0;
    bpf_map_update_elem(&results, &index, &result, BPF_ANY);
}

/* As many bytes as the packet has, up to 4 KiB. */
static __always_inline void copy_length(__u32 length) {
    struct bpf_dynptr record;
    __u64 number = 0x1122334455667788;
    note(0, bpf_ringbuf_reserve_dynptr(&ring, length, 0, &record));
    note(1, bpf_dynptr_write(&record, 0, &number, sizeof(number), 0));
    note(2, bpf_dynptr_write(&record, length - 4, &number, sizeof(number), 0));
    number = 0;
    note(3, bpf_dynptr_read(&number, sizeof(number), &record, 0, 0));
    note(4, number);
    __u32 *slice = bpf_dynptr_data(&record, 4, 4);
    note(5, slice ? *slice != 0 : -1);
    note(6, bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA));
    bpf_ringbuf_submit_dynptr(&record, BPF_RB_NO_WAKEUP);
    note(7, bpf_ringbuf_query(&ring, BPF_RB_PROD_POS));
}

SEC("xdp")
int prog(struct xdp_md *ctx) {
    struct bpf_dynptr record;
    __u64 number = 7;
    copy_length(ctx->data_end - ctx->data);
    note(8, bpf_ringbuf_reserve_dynptr(&ring, 24, 0, &record));
    bpf_ringbuf_discard_dynptr(&record, 0);
    note(9, bpf_ringbuf_query(&ring, BPF_RB_PROD_POS));
    note(10, bpf_ringbuf_reserve_dynptr(&ring, 24, 1, &record)); /* flags */
    note(11, bpf_dynptr_read(&number, sizeof(number), &record, 0, 0));
    note(12, bpf_dynptr_write(&record, 0, &number, sizeof(number), 0));
    note(13, bpf_dynptr_data(&record, 0, 8) != 0);
    bpf_ringbuf_submit_dynptr(&record, 0);
    note(14, bpf_ringbuf_reserve_dynptr(&ring, 1 << 24, 0, &record)); /* more than a dynptr has */
    bpf_ringbuf_discard_dynptr(&record, 0);
    note(15, bpf_ringbuf_reserve_dynptr(&ring, 4096, 0, &record)); /* more than the ring has */
    bpf_ringbuf_submit_dynptr(&record, 0);
    note(16, bpf_ringbuf_reserve_dynptr(&ring, 0, 0, &record));
    note(17, bpf_dynptr_write(&record, 0, &number, 1, 0));
    note(18, bpf_dynptr_data(&record, 0, 1) != 0);
    bpf_ringbuf_submit_dynptr(&record, 0);
    note(19, bpf_ringbuf_query(&ring, BPF_RB_PROD_POS));
    note(20, bpf_ringbuf_query(&ring, BPF_RB_CONS_POS));
    note(21, bpf_ringbuf_query(&ring, BPF_RB_RING_SIZE));
    __u32 zero = 0, *run = bpf_map_lookup_elem(&runs, &zero);
    if (run) {
        *run += 1;
    }
    return XDP_PASS;
}
