/* SPDX-License-Identifier: Apache-2.0 */
/* The host's view of every row of maps.def. */
#include "bpf-aot/host.h"

#include "selftest.h"

/* What bpf(2) demands: BPF_F_NO_PREALLOC or BPF_F_MMAPABLE. */
static uint32_t wanted_flags(uint32_t type) {
    enum { LPM_TRIE = 11, SK_STORAGE = 24, ARENA = 33, NO_PREALLOC = 1, MMAPABLE = 1 << 10 };
    return type == LPM_TRIE || type == SK_STORAGE ? NO_PREALLOC : type == ARENA ? MMAPABLE : 0;
}

/* Every type that programs may have is one that the host can create or use. */
static void every_type_has_a_host_view(void) {
    static const uint32_t ids[] = {
#define MAP_TYPE(id, name, storage, key, cpus) id,
#include "bpf-aot/maps.def"
    };
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        struct bpf_aot_map *map;
        struct bpf_aot_map_opts opts = {.flags = wanted_flags(ids[i])};
        int status = -22;
        /* One of these sizes fits every type. */
        static const uint32_t sizes[][3] = {{8, 8, 1}, {4, 4, 1}, {0, 4, 1}, {0, 0, 4096}};
        for (size_t j = 0; j < sizeof(sizes) / sizeof(sizes[0]) && status == -22; j++) {
            status = bpf_aot_map_create(ids[i], NULL, sizes[j][0], sizes[j][1], sizes[j][2], &opts,
                                        &map);
        }
        CHECK(status == 0 || status == -9); /* -9: no template */
        if (status == 0) {
            bpf_aot_map_destroy(map);
        }
    }
}

const struct selftest host_types_tests[] = {
    {"every type has a host view", every_type_has_a_host_view},
    {NULL, NULL},
};
