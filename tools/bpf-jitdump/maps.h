/* SPDX-License-Identifier: Apache-2.0 */
/* The maps of an object: of its BTF (.maps), of "maps" sections, and its data sections. */
#ifndef BPF_JITDUMP_MAPS_H
#define BPF_JITDUMP_MAPS_H

#include <stdbool.h>
#include <stdint.h>

#include "elf.h"

struct map {
    const char *name;
    uint32_t section;
    uint64_t value; /* of its symbol; 0 for data sections */
    uint32_t type, key_bytes, value_bytes, max_entries, flags;
    uint64_t extra;
    bool is_data;
    bool is_constant;       /* .rodata: frozen, so that the verifier knows its values */
    const uint8_t *initial; /* of a data section; NULL: zero */
};

struct maps {
    struct map *items;
    uint32_t count;
};

/* False: a message was printed. */
bool maps_find(struct maps *maps, const struct elf *elf);

/* The descriptor of a new map, or negative errno with a message. */
long map_create(const struct map *map);

#endif
