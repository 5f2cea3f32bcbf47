/* SPDX-License-Identifier: Apache-2.0 */
/* Lists programs and maps as the translator lists them. */
#ifndef BPF_AOT_TEST_TESTPROG_H
#define BPF_AOT_TEST_TESTPROG_H

#include "maps/maps.h"

#define LISTED(array) static __attribute__((section(array), used, retain))

#define PROGRAM_WITH_BODY(function, elf_section, kind, its_body)                                   \
    static struct bpf_aot_program function##_program = {.name = #function,                         \
                                                        .section = elf_section,                    \
                                                        .entry = (void *)function,                 \
                                                        .body = its_body,                          \
                                                        .context = kind};                          \
    LISTED(BPF_AOT_PROGRAMS_SECTION)                                                               \
    struct bpf_aot_program *function##_listed = &function##_program;

/* One that nothing tail calls. */
#define PROGRAM(function, elf_section, kind) PROGRAM_WITH_BODY(function, elf_section, kind, NULL)

#define MAP_WITH_INNER(map, kind, id, bytes, key_bytes, value_bytes, entries, cpu_count, template) \
    static struct bpf_aot_map map = {                                                              \
        .ops = &bpf_aot_##kind##_ops,                                                              \
        .name = #map,                                                                              \
        .storage = bytes,                                                                          \
        .inner = template,                                                                         \
        .type = id,                                                                                \
        .key_size = key_bytes,                                                                     \
        .value_size = value_bytes,                                                                 \
        .max_entries = entries,                                                                    \
        .cpus = cpu_count,                                                                         \
    };                                                                                             \
    LISTED(BPF_AOT_MAPS_SECTION)                                                                   \
    struct bpf_aot_map *map##_listed = &map;

#define MAP(map, kind, id, STORAGE, key_bytes, value_bytes, entries, cpu_count)                    \
    static uint8_t                                                                                 \
        map##_storage[BPF_AOT_##STORAGE##_BYTES(key_bytes, value_bytes, entries, cpu_count)]       \
        __attribute__((aligned(8)));                                                               \
    MAP_WITH_INNER(map, kind, id, map##_storage, key_bytes, value_bytes, entries, cpu_count, NULL)

#endif
