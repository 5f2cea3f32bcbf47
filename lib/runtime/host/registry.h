/* SPDX-License-Identifier: Apache-2.0 */
/* The arrays of pointers that translated objects leave in named sections, by index from 0. The
 * linker provides their bounds; weak, since an object without maps has no such section. */
#ifndef BPF_AOT_RUNTIME_HOST_REGISTRY_H
#define BPF_AOT_RUNTIME_HOST_REGISTRY_H

#include "bpf-aot/host.h"

/* NULL at the end. */
struct bpf_aot_map *bpf_aot_object_map_at(uint32_t index);
const struct bpf_aot_program *bpf_aot_object_program_at(uint32_t index);

/* The maps of objects have the ids from 1 to this one. */
uint32_t bpf_aot_object_map_count(void);

#endif
