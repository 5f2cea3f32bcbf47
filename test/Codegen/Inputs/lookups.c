// SPDX-License-Identifier: Apache-2.0
// Every kind of lookup, inside and beyond the end, hit and miss; what was found comes back in the
// verdict, one bit a lookup. r5 of xdp_md is rx_queue_index: 0 in every run, but not known to be.
struct xdp_md {
    unsigned data, data_end, data_meta, ingress_ifindex, rx_queue_index, egress_ifindex;
};
#define MAP(name, kind, key_bytes, value_bytes, entries)                                           \
    struct {                                                                                       \
        int (*type)[kind];                                                                         \
        int (*key_size)[key_bytes];                                                                \
        int (*value_size)[value_bytes];                                                            \
        int (*max_entries)[entries];                                                               \
    } name __attribute__((section(".maps"), used))
MAP(array, 2, 4, 12, 3);
MAP(per_cpu, 6, 4, 8, 2);
MAP(hash, 1, 6, 16, 5);
MAP(per_cpu_hash, 5, 16, 4, 4);
struct inner {
    int (*type)[2];
    int (*key_size)[4];
    int (*value_size)[8];
    int (*max_entries)[2];
};
struct inner first __attribute__((section(".maps"), used));
struct {
    int (*type)[12];
    int (*key_size)[4];
    int (*max_entries)[3];
    struct inner *values[];
} outer __attribute__((section(".maps"), used)) = {.values = {[1] = &first}};

static void *(*lookup)(void *map, const void *key) = (void *)1;
static long (*update)(void *map, const void *key, const void *value, long flags) = (void *)2;

static inline int found(void *map, const void *key, int bit) {
    int *value = lookup(map, key);
    if (value) {
        *value += bit + 1;
    }
    return value ? 1 << bit : 0;
}

__attribute__((section("xdp"), used)) int lookups(struct xdp_md *ctx) {
    unsigned base = ctx->rx_queue_index, key, many[4] = {base, 1, 2, 3};
    long value[2] = {7, 9};
    int bits = 0;
    key = base + 2;
    bits |= found(&array, &key, 0);
    key = base + 3;
    bits |= found(&array, &key, 1);
    key = base - 1;
    bits |= found(&array, &key, 2);
    key = 1;
    bits |= found(&array, &key, 3);
    key = base + 1;
    bits |= found(&per_cpu, &key, 4);
    key = base + 2;
    bits |= found(&per_cpu, &key, 5);
    bits |= found(&hash, many, 6);
    update(&hash, many, value, 0);
    bits |= found(&hash, many, 7);
    update(&per_cpu_hash, many, value, 0);
    bits |= found(&per_cpu_hash, many, 8);
    many[3] = base;
    bits |= found(&per_cpu_hash, many, 9);
    for (unsigned i = 0; i < 4; i++) {
        key = base + i;
        void *inner = lookup(&outer, &key);
        if (inner) {
            bits |= found(inner, &key, 10 + i);
        }
    }
    return bits;
}
