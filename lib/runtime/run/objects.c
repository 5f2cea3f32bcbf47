/* SPDX-License-Identifier: Apache-2.0 */
/* Reads the arrays of pointers that translated objects leave in named sections. The linker
 * provides their bounds; weak, since an object without maps has no such section. */
#include "run/objects.h"

#define ARRAY_OF(type, array)                                                                      \
    extern type *const __start_##array[] __attribute__((weak, visibility("hidden")));              \
    extern type *const __stop_##array[] __attribute__((weak, visibility("hidden")));

ARRAY_OF(struct bpf_aot_program, bpf_aot_programs)
ARRAY_OF(struct bpf_aot_map, bpf_aot_maps)
ARRAY_OF(struct bpf_aot_section, bpf_aot_sections)

/* By address: the bounds are different objects to the compiler. */
static uint32_t count(const void *start, const void *stop) {
    return (uint32_t)(((uintptr_t)stop - (uintptr_t)start) / sizeof(void *));
}

const struct bpf_aot_program *bpf_aot_program_at(uint32_t index) {
    return index < count(__start_bpf_aot_programs, __stop_bpf_aot_programs)
               ? __start_bpf_aot_programs[index]
               : NULL;
}

struct bpf_aot_map *bpf_aot_map_at(uint32_t index) {
    return index < count(__start_bpf_aot_maps, __stop_bpf_aot_maps) ? __start_bpf_aot_maps[index]
                                                                    : NULL;
}

const struct bpf_aot_section *bpf_aot_section_at(uint32_t index) {
    return index < count(__start_bpf_aot_sections, __stop_bpf_aot_sections)
               ? __start_bpf_aot_sections[index]
               : NULL;
}

int bpf_aot_text_equal(const char *left, const char *right) {
    while (*left && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

struct bpf_aot_map *bpf_aot_map_named(const char *name) {
    struct bpf_aot_map *map;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        if (bpf_aot_text_equal(map->name, name)) {
            return map;
        }
    }
    return NULL;
}

const struct bpf_aot_section *bpf_aot_section_named(const char *name) {
    const struct bpf_aot_section *section;
    for (uint32_t i = 0; (section = bpf_aot_section_at(i)); i++) {
        if (bpf_aot_text_equal(section->name, name)) {
            return section;
        }
    }
    return NULL;
}

const struct bpf_aot_program *bpf_aot_program_find(const char *name) {
    const struct bpf_aot_program *program;
    for (uint32_t i = 0; (program = bpf_aot_program_at(i)); i++) {
        if (bpf_aot_text_equal(program->name, name)) {
            return program;
        }
    }
    return NULL;
}

uint32_t bpf_aot_map_count(void) {
    return count(__start_bpf_aot_maps, __stop_bpf_aot_maps);
}
