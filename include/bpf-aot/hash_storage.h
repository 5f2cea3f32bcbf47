/* SPDX-License-Identifier: Apache-2.0 */
/* Part of runtime.h: the static storage of hash, LRU and LPM maps, which is an empty map when all
 * zero. */
#ifndef BPF_AOT_HASH_STORAGE_H
#define BPF_AOT_HASH_STORAGE_H

#include <stdint.h>

/* Hash: struct bpf_aot_hash, then its buckets (a power of two, at least max_entries), then the
 * elements, numbered from 1. Free elements are kept by lanes, one for each of so many CPUs; CPUs
 * above share. A lane also has a spare element beyond max_entries, so that an update of a full map
 * can put the new element in before the old one goes. */
#define BPF_AOT_HASH_LANES 8

struct bpf_aot_lru_list {
    uint32_t first, last, count; /* elements; 0 at the ends */
};

struct bpf_aot_lru_lists {
    uint32_t lock;
    uint32_t free_list; /* first free element that no lane has */
    uint32_t rotation;  /* where the next look through the inactive ones begins */
    struct bpf_aot_lru_list active, inactive;
};

struct bpf_aot_hash_lane {
    uint32_t lock;
    uint32_t free_list;        /* first free element, or 0 */
    uint32_t fresh, fresh_end; /* numbers from fresh to below fresh_end: never used */
    uint32_t spare;            /* 0: max_entries + 1 + the lane's index */
    uint32_t next_steal;       /* lane that last had an element for this one */
    union {
        struct {
            uint32_t pending_first; /* taken here since the last visit to the shared lists */
            uint32_t pending_last;
            uint32_t given; /* free but still in a shared list, until the next visit */
            uint32_t given_count;
        } waiting;
        struct bpf_aot_lru_lists own; /* with BPF_F_NO_COMMON_LRU */
    } lru;
    uint32_t unused; /* to a cache line */
};

struct bpf_aot_hash {
    uint32_t used;                /* elements handed to lanes so far: those above are untouched */
    struct bpf_aot_lru_lists lru; /* shared by all CPUs */
    uint32_t unused[6];
    struct bpf_aot_hash_lane lanes[BPF_AOT_HASH_LANES];
};

struct bpf_aot_hash_bucket {
    uint32_t first; /* element */
    uint32_t lock;  /* odd: held by a writer; the other bits count the changes */
};

struct bpf_aot_hash_element {
    uint32_t next; /* in the bucket or the free list; 0: never used */
    uint32_t hash;
    /* key, padded to 8 bytes; then a value of round-up-to-8 bytes per CPU */
};

/* Where keys lie in hash types, those without BPF_F_ZERO_SEED: 0, so that runs repeat, unless an
 * embedder sets it to what an attacker cannot guess, once, before anything is in a map. */
extern uint32_t bpf_aot_hash_seed;

/* LRU types: a hash whose elements have this in front of them, and no spares. */
struct bpf_aot_lru_node {
    uint32_t prev, next; /* in its list */
    uint32_t referenced; /* 1: found by a program since this was last looked at */
    uint32_t place;      /* list and lane */
};

#define BPF_AOT_POW2_1(x)       ((x) | (x) >> 1)
#define BPF_AOT_POW2_2(x)       (BPF_AOT_POW2_1(x) | BPF_AOT_POW2_1(x) >> 2)
#define BPF_AOT_POW2_4(x)       (BPF_AOT_POW2_2(x) | BPF_AOT_POW2_2(x) >> 4)
#define BPF_AOT_POW2_8(x)       (BPF_AOT_POW2_4(x) | BPF_AOT_POW2_4(x) >> 8)
#define BPF_AOT_POW2_16(x)      (BPF_AOT_POW2_8(x) | BPF_AOT_POW2_8(x) >> 16)
#define BPF_AOT_HASH_BUCKETS(n) (BPF_AOT_POW2_16((uint64_t)(n) - 1) + 1)
#define BPF_AOT_HASH_ELEMENT_BYTES(key_size, value_size, cpus)                                     \
    (8 + BPF_AOT_ROUND8(key_size) + BPF_AOT_ROUND8(value_size) * (uint64_t)(cpus))
#define BPF_AOT_HASH_BYTES(key_size, value_size, max_entries, cpus)                                \
    (64 + 64 * BPF_AOT_HASH_LANES + BPF_AOT_HASH_BUCKETS(max_entries) * 8 +                        \
     ((uint64_t)(max_entries) + BPF_AOT_HASH_LANES) *                                              \
         BPF_AOT_HASH_ELEMENT_BYTES(key_size, value_size, cpus))
#define BPF_AOT_LRU_BYTES(key_size, value_size, max_entries, cpus)                                 \
    (64 + 64 * BPF_AOT_HASH_LANES + BPF_AOT_HASH_BUCKETS(max_entries) * 8 +                        \
     (uint64_t)(max_entries) * (16 + BPF_AOT_HASH_ELEMENT_BYTES(key_size, value_size, cpus)))

/* LPM trie: struct bpf_aot_lpm, then nodes, numbered from 1: entries, forks between two children,
 * and some that left the trie and wait until no reader can be at them. The prefix's length and
 * the data behind it are the key. */
#define BPF_AOT_LPM_WAITING 64

struct bpf_aot_lpm {
    uint32_t lock;
    uint32_t root;
    uint32_t count; /* entries */
    uint32_t used;  /* nodes ever used */
    uint32_t first_waiting, last_waiting, waiting;
    uint32_t left; /* nodes that ever left the trie */
};

struct bpf_aot_lpm_node {
    uint32_t child[2]; /* by the bit behind the prefix */
    uint32_t state;    /* low bit: fork; above: the next that waits */
    uint32_t prefix;   /* bits */
    /* data, padded to 8 bytes; value, padded to 8 bytes */
};

#define BPF_AOT_LPM_BYTES(key_size, value_size, max_entries, cpus)                                 \
    (32 + (2 * (uint64_t)(max_entries) + BPF_AOT_LPM_WAITING) *                                    \
              (16 + BPF_AOT_ROUND8((key_size) - 4) + BPF_AOT_ROUND8(value_size)))

#endif
