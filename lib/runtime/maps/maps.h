/* SPDX-License-Identifier: Apache-2.0 */
/* What the map types share: update flags, the operations by name, redirect's common part. */
#ifndef BPF_AOT_RUNTIME_MAPS_H
#define BPF_AOT_RUNTIME_MAPS_H

#include "bpf-aot/runtime.h"

#include "errors.h"

/* Flags of an update (uapi linux/bpf.h). RT_LOCK goes with the others, for array and hash. */
enum {
    RT_ANY = 0,
    RT_NOEXIST = 1,
    RT_EXIST = 2,
    RT_LOCK = 4,
};

/* Flags of bpf_redirect_map: the action on failure, and what device maps also take. */
enum {
    RT_REDIRECT_ACTION = 3,
    RT_REDIRECT_BROADCAST = 8,
    RT_REDIRECT_EXCLUDE_INGRESS = 16,
    RT_REDIRECT_DEVICES = RT_REDIRECT_BROADCAST | RT_REDIRECT_EXCLUDE_INGRESS,
};

/* Flags of a map: lists of each CPU's own; what programs may not do with its values. */
enum {
    RT_NO_COMMON_LRU = 1 << 1,
    RT_ZERO_SEED = 1 << 6,
    RT_RDONLY_PROG = 1 << 7,
    RT_WRONLY_PROG = 1 << 8,
};

/* Map types by name: RT_MAP_array, ... */
enum {
#define MAP_TYPE(id, name, storage, key, cpus) RT_MAP_##name = id,
#include "bpf-aot/maps.def"
};

#define MAP_TYPE(id, name, storage, key, cpus)                                                     \
    extern const struct bpf_aot_map_ops bpf_aot_##name##_ops;
#include "bpf-aot/maps.def"

/* Whether the bytes lie in a value of a map that the host created, without any of the flags. */
bool bpf_aot_created_holds(uint64_t address, uint32_t size_bytes, uint32_t forbidden, bool writes);

/* The kernel's __bpf_xdp_redirect_map; `more_flags` are those that the map type allows beyond the
 * action on failure. */
long bpf_aot_map_redirect(struct bpf_aot_map *map, uint64_t key, uint64_t flags,
                          uint64_t more_flags);

#endif
