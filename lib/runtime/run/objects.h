/* SPDX-License-Identifier: Apache-2.0 */
/* What the translated objects of this executable define. */
#ifndef BPF_AOT_RUNTIME_OBJECTS_H
#define BPF_AOT_RUNTIME_OBJECTS_H

#include "bpf-aot/runtime.h"

/* By index from 0; NULL at the end. */
const struct bpf_aot_program *bpf_aot_program_at(uint32_t index);
struct bpf_aot_map *bpf_aot_map_at(uint32_t index);
const struct bpf_aot_section *bpf_aot_section_at(uint32_t index);
uint32_t bpf_aot_map_count(void);

/* NULL when there is none. */
struct bpf_aot_map *bpf_aot_map_named(const char *name);
const struct bpf_aot_section *bpf_aot_section_named(const char *name);
const struct bpf_aot_program *bpf_aot_program_find(const char *name);

int bpf_aot_text_equal(const char *left, const char *right);

#endif
