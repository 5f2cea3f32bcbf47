/* SPDX-License-Identifier: Apache-2.0 */
/* Elements that maps have before the first run: -fill. */
#ifndef BPF_JITDUMP_FILL_H
#define BPF_JITDUMP_FILL_H

#include "program.h"

struct fill {
    const char *map;
    struct bytes key, value;
};

struct fills {
    struct fill *items;
    uint32_t count;
};

/* MAP=KEY:VALUE each. False: a message was printed. */
bool fills_read(struct fills *fills, const char *const *texts, uint32_t count);
/* Those of this map, into it. */
bool fills_put(const struct fills *fills, const struct map *map, long fd);
/* The member of the map's object that lists them. */
void fills_print(const struct fills *fills, const struct map *map);

#endif
