/* SPDX-License-Identifier: Apache-2.0 */
/* Queues, stacks, bloom filters, ring buffers and perf events: every packet does one thing more,
 * and tells what it got in records whose bytes are the same on all machines. */
#include <linux/bpf.h>

#include <bpf/bpf_helpers.h>

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} records SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 5000); /* libbpf makes it 8192 */
} answer_ring SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
    __uint(max_entries, 1);
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_QUEUE);
    __uint(max_entries, 3);
    __type(value, __u32);
} queue SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_STACK);
    __uint(max_entries, 3);
    __type(value, __u32);
} stack SEC(".maps");

/* 64 bits only, so that there are false positives. */
struct {
    __uint(type, BPF_MAP_TYPE_BLOOM_FILTER);
    __uint(max_entries, 9);
    __uint(map_extra, 3);
    __uint(map_flags, BPF_F_ZERO_SEED);
    __uint(value_size, 8);
} filter SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 1);
    __type(key, __u32);
    __type(value, __u32);
} counts SEC(".maps");

#define ANSWERS 12

struct answers {
    __u8 bytes[4 * ANSWERS];
};

/* In network byte order. */
static __always_inline void put(struct answers *answers, int place, __u32 number) {
    answers->bytes[4 * place] = number >> 24;
    answers->bytes[4 * place + 1] = number >> 16;
    answers->bytes[4 * place + 2] = number >> 8;
    answers->bytes[4 * place + 3] = number;
}

static __always_inline void use_queues(struct answers *answers, __u32 number) {
    __u32 value = number;
    put(answers, 0, bpf_map_push_elem(&queue, &value, number % 2 ? BPF_EXIST : BPF_ANY));
    put(answers, 1, bpf_map_push_elem(&stack, &value, number % 3 ? BPF_ANY : BPF_EXIST));
    put(answers, 2, bpf_map_push_elem(&stack, &value, number % 4 ? BPF_ANY : BPF_NOEXIST));
    put(answers, 3, bpf_map_peek_elem(&queue, &value));
    put(answers, 4, value);
    put(answers, 5, bpf_map_pop_elem(&stack, &value));
    put(answers, 6, value);
    if (number % 5 == 0) {
        put(answers, 7, bpf_map_pop_elem(&queue, &value));
        put(answers, 8, value);
    }
}

/* What is found of 32 numbers: hashed as words, which are the same in both byte orders. */
static __always_inline void use_filter(struct answers *answers, __u32 number) {
    __u32 value[2] = {number, 0x4000};
    __u32 found = 0;
    put(answers, 9, bpf_map_push_elem(&filter, value, number % 7 ? BPF_ANY : BPF_EXIST));
    for (int i = 0; i < 32; i++) {
        value[0] = i;
        found |= (bpf_map_peek_elem(&filter, value) == 0) << i;
    }
    put(answers, 10, found);
}

static __always_inline void use_ring(__u32 number) {
    __u8 bytes[64] = {number, 1, 2, 3};
    __u8 *record = bpf_ringbuf_reserve(&records, 100, 0);
    if (record) {
        for (int i = 0; i < 100; i++) {
            record[i] = number + i;
        }
        if (number % 3) {
            bpf_ringbuf_submit(record, 0);
        } else {
            bpf_ringbuf_discard(record, BPF_RB_NO_WAKEUP);
        }
    }
    bpf_ringbuf_output(&records, bytes, 1 + (number & 31), 0);
}

/* Fills the ring to the last record that finds room. */
static __always_inline void fill_ring(struct answers *answers) {
    __u8 bytes[250] = {0xf1};
    int put_in = 0;
    long error = 0;
    for (int i = 0; i < 30 && !error; i++) {
        error = bpf_ringbuf_output(&records, bytes, sizeof(bytes), 0);
        put_in += !error;
    }
    put(answers, 7, error);
    put(answers, 8, put_in);
    put(answers, 11, bpf_ringbuf_query(&records, BPF_RB_AVAIL_DATA));
    put(answers, 3, bpf_ringbuf_query(&records, BPF_RB_RING_SIZE));
    put(answers, 4, bpf_ringbuf_query(&records, BPF_RB_CONS_POS));
    put(answers, 5, bpf_ringbuf_query(&records, BPF_RB_PROD_POS));
    put(answers, 6, bpf_ringbuf_query(&answer_ring, BPF_RB_RING_SIZE));
}

static __always_inline long use_events(struct xdp_md *ctx, __u32 number) {
    static const __u64 flags[] = {
        BPF_F_CURRENT_CPU,    0,          1,           2, 7ull << 32 | BPF_F_CURRENT_CPU,
        0xfffffull << 32 | 2, 1ull << 52, 33ull << 32,
    };
    __u8 bytes[40] = {number, 0xee};
    return bpf_perf_event_output(ctx, &events, flags[number % 8], bytes, 1 + (number & 31));
}

SEC("xdp")
int rings(struct xdp_md *ctx) {
    __u32 zero = 0;
    __u32 *count = bpf_map_lookup_percpu_elem(&counts, &zero, bpf_get_smp_processor_id());
    struct answers answers_of = {};
    if (!count || bpf_map_lookup_percpu_elem(&counts, &zero, 100000)) {
        return XDP_ABORTED;
    }
    __u32 number = (*count)++;
    use_queues(&answers_of, number);
    use_filter(&answers_of, number);
    use_ring(number);
    put(&answers_of, 11, use_events(ctx, number));
    if (number % 10 == 9) {
        fill_ring(&answers_of);
    }
    bpf_ringbuf_output(&answer_ring, &answers_of, sizeof(answers_of), 0);
    return XDP_PASS;
}

char _license[] SEC("license") = "GPL";
