/* SPDX-License-Identifier: Apache-2.0 */
/* Free elements of a table without LRU: a list for each lane. */
#ifndef BPF_AOT_RUNTIME_LANES_H
#define BPF_AOT_RUNTIME_LANES_H

#include "maps/table_find.h"

/* An element nobody uses, or 0: max_entries are in use. */
uint32_t bpf_aot_lanes_take(const struct table *table, const struct bpf_aot_map *map);
void bpf_aot_lanes_give(const struct table *table, uint32_t number);

#endif
