/* SPDX-License-Identifier: Apache-2.0 */
/* Doubles the room; the old memory stays in the arena until the translation ends. */
#include "array.h"

#include <string.h>

void *array_grow(struct arena *arena, void *data, size_t count, size_t *capacity,
                 size_t element_bytes) {
    if (count < *capacity) {
        return data;
    }
    *capacity = *capacity ? *capacity * 2 : 8;
    void *wider = arena_alloc(arena, *capacity * element_bytes);
    if (count) {
        memcpy(wider, data, count * element_bytes);
    }
    return wider;
}
