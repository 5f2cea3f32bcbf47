/* SPDX-License-Identifier: Apache-2.0 */
/* Maps and helpers of the programs here, whose results tell what maps hold. */
#ifndef KERNEL_JIT_MAPS_H
#define KERNEL_JIT_MAPS_H

#include "../../Benchmark/programs/headers.h"

#define MAP(name, map_type, key_type, value_type, entries)                                         \
    struct {                                                                                       \
        int (*type)[map_type];                                                                     \
        key_type *key;                                                                             \
        value_type *value;                                                                         \
        int (*max_entries)[entries];                                                               \
    } name __attribute__((section(".maps"), used))
#define HELPER(id, result, name, ...) static result (*const name)(__VA_ARGS__) = (void *)id

/* uapi linux/bpf.h */
enum {
    BPF_HASH = 1,
    BPF_ARRAY = 2,
    BPF_PERCPU_HASH = 5,
    BPF_PERCPU_ARRAY = 6,
    BPF_LRU_HASH = 9,
    BPF_LPM_TRIE = 11,
    BPF_QUEUE = 22,
};
enum { BPF_ANY = 0, BPF_NOEXIST = 1, BPF_F_NO_PREALLOC = 1 };
HELPER(1, void *, lookup, const void *map, const void *key);
HELPER(2, long, update, const void *map, const void *key, const void *value, u64 flags);
HELPER(3, long, remove, const void *map, const void *key);
HELPER(28, long, csum_diff, const void *from, u32 from_bytes, const void *to, u32 to_bytes,
       u32 seed);
HELPER(44, long, adjust_head, void *ctx, int delta);
HELPER(65, long, adjust_tail, void *ctx, int delta);
HELPER(87, long, push, const void *map, const void *value, u64 flags);
HELPER(88, long, pop, const void *map, void *value);
HELPER(164, long, for_each, const void *map, void *callback, void *ctx, u64 flags);
HELPER(181, long, loop, u32 times, void *callback, void *ctx, u64 flags);

char _license[] __attribute__((section("license"), used)) = "GPL";

#endif
