/* SPDX-License-Identifier: Apache-2.0 */
/* What maps are made of according to .BTF: only this, nothing else of BTF is read. */
#ifndef BPF_JITDUMP_BTF_H
#define BPF_JITDUMP_BTF_H

#include <stdbool.h>
#include <stdint.h>

#include "maps.h"

struct btf {
    const char *path;
    struct bytes strings;
    const uint8_t **types; /* by number; [0] is void */
    uint32_t type_count;
};

bool btf_open(struct btf *btf, const struct elf *elf);
/* Fills what the definition of map->name says; false: a message was printed. */
bool btf_map(const struct btf *btf, struct map *map);

#endif
