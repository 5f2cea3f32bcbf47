/* SPDX-License-Identifier: Apache-2.0 */
/* Part of runtime.h: the static storage of queues, bloom filters, rings and arenas. */
#ifndef BPF_AOT_STORAGE_H
#define BPF_AOT_STORAGE_H

#include <stdint.h>

/* Queue and stack: a ring of max_entries + 1 values, without gaps; head and tail are equal when
 * it is empty. */
struct bpf_aot_queue {
    uint32_t lock;
    uint32_t head; /* where the next value goes */
    uint32_t tail; /* the oldest value */
    uint32_t unused;
};
#define BPF_AOT_QUEUE_BYTES(key_size, value_size, max_entries, cpus)                               \
    (16 + BPF_AOT_ROUND8(((uint64_t)(max_entries) + 1) * (uint64_t)(value_size)))

/* Bloom filter: bits, as many as the kernel has (bloom_map_alloc): 7/5 of entries times hashes,
 * then the next power of two, from 64 to 2^32. */
#define BPF_AOT_BLOOM_WANTED(max_entries, hashes)                                                  \
    ((uint64_t)(max_entries) * (uint64_t)(hashes) / 5 * 7)
#define BPF_AOT_BLOOM_BITS(max_entries, hashes)                                                    \
    (BPF_AOT_BLOOM_WANTED(max_entries, hashes) > (uint64_t)1 << 31 ? (uint64_t)1 << 32             \
     : BPF_AOT_BLOOM_WANTED(max_entries, hashes) <= 64                                             \
         ? 64                                                                                      \
         : BPF_AOT_HASH_BUCKETS(BPF_AOT_BLOOM_WANTED(max_entries, hashes)))
#define BPF_AOT_BLOOM_BYTES(key_size, value_size, max_entries, hashes)                             \
    (BPF_AOT_BLOOM_BITS(max_entries, hashes) / 8)

/* Ring buffers: this struct, then twice max_entries bytes, of which a record that begins before
 * the first max_entries end may run into the others: so each is in one piece at the position that
 * it has in the kernel, where the pages are mapped twice. Positions count bytes and wrap as the
 * kernel's unsigned long does. */
union bpf_aot_ring_position {
    uintptr_t at;
    uint8_t line[64];
};
struct bpf_aot_ring {
    uint32_t lock;    /* of whoever produces */
    uint32_t busy;    /* user_ringbuf: a program drains it */
    uint32_t bytes;   /* max_entries, once something was produced */
    uint32_t wakeups; /* times that the kernel would have woken its consumer */
    uint32_t lost;    /* perf: records that found no room since the last that did */
    uint8_t line[44];
    union bpf_aot_ring_position consumer, producer, pending;
};
#define BPF_AOT_RING_BYTES(key_size, value_size, max_entries, cpus)                                \
    (256 + 2 * (uint64_t)(max_entries))

/* Arena: its pages, for the host to fill and hand to programs as pointers. */
#define BPF_AOT_ARENA_PAGE_BYTES 4096
#define BPF_AOT_ARENA_BYTES(key_size, value_size, max_entries, cpus)                               \
    (BPF_AOT_ARENA_PAGE_BYTES * (uint64_t)(max_entries))

#endif
