/* SPDX-License-Identifier: Apache-2.0 */
/* Maps and programs of translated objects by name, section and id. */
#include "bpf-aot/host.h"
#include "run/objects.h"

struct bpf_aot_map *bpf_aot_object_next_map(const struct bpf_aot_map *after) {
    struct bpf_aot_map *map;
    bool seen = after == NULL;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        if (seen) {
            return map;
        }
        seen = map == after;
    }
    return NULL;
}

struct bpf_aot_map *bpf_aot_object_find_map(const char *name) {
    return bpf_aot_map_named(name);
}

const struct bpf_aot_program *bpf_aot_object_next_program(const struct bpf_aot_program *after) {
    return bpf_aot_program_at(bpf_aot_program_id(after));
}

const struct bpf_aot_program *bpf_aot_object_find_program(const char *name) {
    return bpf_aot_program_find(name);
}

const struct bpf_aot_program *bpf_aot_object_find_program_by_section(const char *section) {
    const struct bpf_aot_program *program;
    for (uint32_t i = 0; (program = bpf_aot_program_at(i)); i++) {
        if (bpf_aot_text_equal(program->section, section)) {
            return program;
        }
    }
    return NULL;
}

const struct bpf_aot_section *bpf_aot_object_find_section(const char *name) {
    return bpf_aot_section_named(name);
}

uint32_t bpf_aot_program_id(const struct bpf_aot_program *program) {
    const struct bpf_aot_program *one;
    for (uint32_t i = 0; (one = bpf_aot_program_at(i)); i++) {
        if (one == program) {
            return i + 1;
        }
    }
    return 0;
}

const struct bpf_aot_program *bpf_aot_program_by_id(uint32_t id) {
    return id ? bpf_aot_program_at(id - 1) : NULL;
}
