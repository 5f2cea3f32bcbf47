/* SPDX-License-Identifier: Apache-2.0 */
/* A map, data of both kinds, and a function in .text: dump.py knows what it returns. */
typedef unsigned char u8;
typedef unsigned int u32;

#define SEC(name) __attribute__((section(name), used))

struct ctx { /* struct xdp_md */
    u32 data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};

struct {
    int (*type)[2]; /* BPF_MAP_TYPE_ARRAY */
    u32 *key;
    u32 *value;
    int (*max_entries)[1];
} seen SEC(".maps");

static void *(*const lookup)(void *map, const void *key) = (void *)1;

static const volatile u8 table[8] = {3, 1, 4, 1, 5, 9, 2, 6};
static volatile u32 count;

static __attribute__((noinline)) u32 pick(u32 index) {
    return table[index & 7];
}

SEC("xdp") u32 main_prog(struct ctx *ctx) {
    u8 *data = (u8 *)(long)ctx->data, *end = (u8 *)(long)ctx->data_end;
    u32 key = 0, *value = lookup(&seen, &key);
    if (data + 1 > end || !value) {
        return 0;
    }
    *value += 1;
    count += 100;
    return 1000 * *value + pick(*data) + count;
}

char _license[] SEC("license") = "GPL";
