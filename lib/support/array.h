/* SPDX-License-Identifier: Apache-2.0 */
/* Growing arrays whose memory belongs to an arena. */
#ifndef BPF_AOT_SUPPORT_ARRAY_H
#define BPF_AOT_SUPPORT_ARRAY_H

#include "arena.h"

/* An anonymous struct type: `ARRAY(struct map) maps;`, read as maps.data[i], i < maps.count. */
#define ARRAY(type)                                                                                \
    struct {                                                                                       \
        type *data;                                                                                \
        size_t count, capacity;                                                                    \
    }

/* Makes room for one more element; returns data, possibly moved. */
void *array_grow(struct arena *arena, void *data, size_t count, size_t *capacity,
                 size_t element_bytes);

/* Appends a zeroed element; the expression is a pointer to it, valid until the next append. */
#define array_push(arena, array)                                                                   \
    ((array)->data = array_grow((arena), (array)->data, (array)->count, &(array)->capacity,        \
                                sizeof(*(array)->data)),                                           \
     &(array)->data[(array)->count++])

#endif
