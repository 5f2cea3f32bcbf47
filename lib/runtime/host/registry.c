/* SPDX-License-Identifier: Apache-2.0 */
#include "host/registry.h"

#include "libcalls/libcalls.h"

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

static bool equal(const char *left, const char *right) {
    size_t bytes = strlen(left) + 1;
    return bytes == strlen(right) + 1 && memcmp(left, right, bytes) == 0;
}

uint32_t bpf_aot_object_map_count(void) {
    return count(__start_bpf_aot_maps, __stop_bpf_aot_maps);
}

struct bpf_aot_map *bpf_aot_object_map_at(uint32_t index) {
    return index < bpf_aot_object_map_count() ? __start_bpf_aot_maps[index] : NULL;
}

const struct bpf_aot_program *bpf_aot_object_program_at(uint32_t index) {
    return index < count(__start_bpf_aot_programs, __stop_bpf_aot_programs)
               ? __start_bpf_aot_programs[index]
               : NULL;
}

struct bpf_aot_map *bpf_aot_object_next_map(const struct bpf_aot_map *after) {
    struct bpf_aot_map *map;
    bool seen = after == NULL;
    for (uint32_t i = 0; (map = bpf_aot_object_map_at(i)); i++) {
        if (seen) {
            return map;
        }
        seen = map == after;
    }
    return NULL;
}

struct bpf_aot_map *bpf_aot_object_find_map(const char *name) {
    struct bpf_aot_map *map;
    for (uint32_t i = 0; (map = bpf_aot_object_map_at(i)); i++) {
        if (equal(map->name, name)) {
            return map;
        }
    }
    return NULL;
}

const struct bpf_aot_program *bpf_aot_object_next_program(const struct bpf_aot_program *after) {
    return bpf_aot_object_program_at(bpf_aot_program_id(after));
}

const struct bpf_aot_program *bpf_aot_object_find_program(const char *name) {
    const struct bpf_aot_program *program;
    for (uint32_t i = 0; (program = bpf_aot_object_program_at(i)); i++) {
        if (equal(program->name, name)) {
            return program;
        }
    }
    return NULL;
}

const struct bpf_aot_program *bpf_aot_object_find_program_by_section(const char *section) {
    const struct bpf_aot_program *program;
    for (uint32_t i = 0; (program = bpf_aot_object_program_at(i)); i++) {
        if (equal(program->section, section)) {
            return program;
        }
    }
    return NULL;
}

const struct bpf_aot_section *bpf_aot_object_find_section(const char *name) {
    uint32_t sections = count(__start_bpf_aot_sections, __stop_bpf_aot_sections);
    for (uint32_t i = 0; i < sections; i++) {
        if (equal(__start_bpf_aot_sections[i]->name, name)) {
            return __start_bpf_aot_sections[i];
        }
    }
    return NULL;
}

uint32_t bpf_aot_program_id(const struct bpf_aot_program *program) {
    const struct bpf_aot_program *one;
    for (uint32_t i = 0; (one = bpf_aot_object_program_at(i)); i++) {
        if (one == program) {
            return i + 1;
        }
    }
    return 0;
}

const struct bpf_aot_program *bpf_aot_program_by_id(uint32_t id) {
    return id ? bpf_aot_object_program_at(id - 1) : NULL;
}
