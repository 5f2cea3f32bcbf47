/* SPDX-License-Identifier: Apache-2.0 */
/* One element of a map as the host sees it, after the checks of flags and access. */
#ifndef BPF_AOT_RUNTIME_HOST_VALUES_H
#define BPF_AOT_RUNTIME_HOST_VALUES_H

#include "host/types.h"

/* kernel: bpf_map_copy_value, bpf_map_update_value, map_delete_elem. */
int bpf_aot_host_copy(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags);
int bpf_aot_host_store(struct bpf_aot_map *map, const void *key, const void *value, uint64_t flags);
int bpf_aot_host_remove(struct bpf_aot_map *map, const void *key);
/* Copies and removes; of a type with BATCH_TAKE. */
int bpf_aot_host_take(struct bpf_aot_map *map, const void *key, void *value, uint64_t flags);
/* -EINVAL: HOST_LOCK is in the flags, but no lock in the value. */
int bpf_aot_host_check_lock(const struct bpf_aot_map *map, uint64_t flags);

/* Whether the host may: HOST_RDONLY and HOST_WRONLY in `forbidden`; -EPERM. */
int bpf_aot_host_permits(const struct bpf_aot_map *map, uint32_t forbidden);

#endif
