/* SPDX-License-Identifier: Apache-2.0 */
/* One event with the first bytes of the packet, one record; gives back what the event said. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
} events SEC(".maps");

SEC("xdp")
int follow(struct xdp_md *ctx) {
    char text[] = "abc";
    char *record = bpf_ringbuf_reserve(&ring, 2, 0);
    if (record) {
        record[0] = 'c';
        record[1] = 'd';
        bpf_ringbuf_submit(record, 0);
    }
    return bpf_perf_event_output(ctx, &events, 3ull << 32 | BPF_F_CURRENT_CPU, text, 3);
}

char _license[] SEC("license") = "GPL";
