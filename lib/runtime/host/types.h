/* SPDX-License-Identifier: Apache-2.0 */
/* What the host may do with a map, by type: host/types.def. */
#ifndef BPF_AOT_RUNTIME_HOST_TYPES_H
#define BPF_AOT_RUNTIME_HOST_TYPES_H

#include "maps/maps.h"

/* uapi linux/bpf.h: BPF_F_* of maps. */
enum {
    HOST_NO_PREALLOC = 1 << 0,
    HOST_NO_COMMON_LRU = 1 << 1,
    HOST_NUMA_NODE = 1 << 2,
    HOST_RDONLY = 1 << 3,
    HOST_WRONLY = 1 << 4,
    HOST_ZERO_SEED = 1 << 6,
    HOST_MMAPABLE = 1 << 10,
    HOST_PRESERVE_ELEMS = 1 << 11,
    HOST_INNER_MAP = 1 << 12,
    HOST_ACCESS = HOST_RDONLY | HOST_WRONLY | RT_RDONLY_PROG | RT_WRONLY_PROG,
    HOST_LOCK = 4, /* BPF_F_LOCK, of operations */
};

/* In bpf_aot_map.flags of a created map; the kernel has no such flag. */
#define HOST_FROZEN ((uint32_t)1 << 31)

/* What a value is to the host. */
enum host_view {
    VIEW_VALUE,    /* bytes that a program's lookup finds */
    VIEW_QUIET,    /* bytes; the host's lookup does not count as use (lru) */
    VIEW_CPUS,     /* bytes for each CPU */
    VIEW_PROGRAMS, /* handles */
    VIEW_MAPS,     /* handles */
    VIEW_PUSHED,   /* no keys: push, peek, pop */
    VIEW_NONE,     /* the host sees none: `missing` */
};

enum host_batch {
    BATCH_NONE = 0,
    BATCH_LOOKUP = 1,
    BATCH_UPDATE = 2,
    BATCH_DELETE = 4,
    BATCH_TAKE = 8, /* also lookup_and_delete of one */
    BATCH_GENERIC = BATCH_LOOKUP | BATCH_UPDATE,
    BATCH_TRIE = BATCH_GENERIC | BATCH_DELETE,
    BATCH_HASH = BATCH_TRIE | BATCH_TAKE,
};

struct host_type {
    uint32_t id;
    enum host_view view;
    uint32_t key_min, key_max, value_min, value_max;
    uint32_t flags;    /* that it may be created with */
    uint32_t required; /* those without which it cannot */
    uint32_t refused;  /* those that give -ENOTSUPP */
    uint32_t largest;  /* bytes of key and value together; more: -E2BIG */
    uint32_t entries;  /* most; more: -E2BIG */
    uint32_t batch;    /* enum host_batch */
    uint32_t missing;  /* errno of lookup and next_key where they are not; 0: they are */
};

/* NULL: not a type that the host can create or use. */
const struct host_type *bpf_aot_host_type(uint32_t id);

#endif
