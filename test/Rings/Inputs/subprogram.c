/* SPDX-License-Identifier: Apache-2.0 */
/* Records that subprograms take, fill and give back; the last access of "late" is to a record that
 * is gone, and the record of "leak" is given back by nobody: no kernel loads these two. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

static __attribute__((noinline)) int give_back(__u8 *record, int discard) {
    if (discard) {
        bpf_ringbuf_discard(record, 0);
    } else {
        bpf_ringbuf_submit(record, 0);
    }
    return 0;
}

static __attribute__((noinline)) int one_more(__u8 value, __u8 *counter) {
    __u8 *record = bpf_ringbuf_reserve(&ring, 1, 0);
    if (record) {
        record[0] = value;
        give_back(record, 0);
        ++*counter;
    }
    return 0;
}

/* A record that is open while others come and go. */
SEC("xdp")
int open_meanwhile(struct xdp_md *ctx) {
    __u8 counter = 0;
    __u8 *record = bpf_ringbuf_reserve(&ring, 2, 0);
    if (!record) {
        return XDP_ABORTED;
    }
    record[0] = 1;
    one_more(7, &counter);
    one_more(8, &counter);
    record[1] = counter;
    give_back(record, 0);
    return XDP_PASS;
}

SEC("xdp")
int late(struct xdp_md *ctx) {
    __u8 *record = bpf_ringbuf_reserve(&ring, 2, 0);
    if (!record) {
        return XDP_ABORTED;
    }
    give_back(record, 0);
    record[1] = 2;
    return XDP_PASS;
}

/* Never given back: discarded with the run, as nobody else could. */
SEC("xdp")
int leak(struct xdp_md *ctx) {
    __u8 *record = bpf_ringbuf_reserve(&ring, 2, 0);
    __u8 *other = bpf_ringbuf_reserve(&ring, 3, 0);
    if (other) {
        other[0] = 5;
        bpf_ringbuf_submit(other, 0);
    }
    return record ? XDP_DROP : XDP_TX;
}

char _license[] SEC("license") = "GPL";
