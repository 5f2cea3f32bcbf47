/* SPDX-License-Identifier: Apache-2.0 */
/* Defines a map as the translator does: a static struct and zeroed storage. */
#ifndef BPF_AOT_TEST_MAP_H
#define BPF_AOT_TEST_MAP_H

#include "maps/maps.h"

#define TEST_MAP(map, kind, id, STORAGE, key_bytes, value_bytes, entries, cpu_count)               \
    static uint8_t                                                                                 \
        map##_storage[BPF_AOT_##STORAGE##_BYTES(key_bytes, value_bytes, entries, cpu_count)]       \
        __attribute__((aligned(8)));                                                               \
    static struct bpf_aot_map map = {                                                              \
        .ops = &bpf_aot_##kind##_ops,                                                              \
        .name = #map,                                                                              \
        .storage = map##_storage,                                                                  \
        .type = id,                                                                                \
        .key_size = key_bytes,                                                                     \
        .value_size = value_bytes,                                                                 \
        .max_entries = entries,                                                                    \
        .cpus = cpu_count,                                                                         \
    }

enum { ANY = 0, NOEXIST = 1, EXIST = 2, BOTH = 3, LOCK = 4 };

#endif
