/* SPDX-License-Identifier: Apache-2.0 */
/* The host's view of a map: what its type stores, and its entries in the order of output. */
#ifndef BPF_AOT_DRIVER_MAP_WALK_H
#define BPF_AOT_DRIVER_MAP_WALK_H

#include <stdbool.h>

#include "bpf-aot/runtime.h"

const char *bpf_aot_map_type_name(uint32_t type);
/* Values are listed by CPU. */
bool bpf_aot_map_is_per_cpu(const struct bpf_aot_map *map);
/* The number of CPUs that output lists: the active ones, 1 for a map that is not per CPU. */
uint32_t bpf_aot_map_cpus(const struct bpf_aot_map *map);

/* How many entries are there; false where all of them always are, as in arrays. */
bool bpf_aot_map_used(struct bpf_aot_map *map, uint32_t *count);

/* Values are programs or maps, shown and read by name. */
bool bpf_aot_map_has_names(const struct bpf_aot_map *map);
/* The name that an occupied slot of such a map shows. */
const char *bpf_aot_map_slot_name(const struct bpf_aot_map *map, const union bpf_aot_slot *slot);

/* Calls `visit` for every entry: hashes sorted by the bytes of the key, arrays by index, without
 * the absent ones of redirect maps and the empty slots. False, with a message, when there is no
 * memory to sort. */
typedef void bpf_aot_map_visit(struct bpf_aot_map *map, const void *key, void *user);
bool bpf_aot_map_walk(struct bpf_aot_map *map, bpf_aot_map_visit *visit, void *user);

#endif
