/* SPDX-License-Identifier: Apache-2.0 */
/* Memory of one translation: taken piece by piece, given back all at once. */
#ifndef BPF_AOT_SUPPORT_ARENA_H
#define BPF_AOT_SUPPORT_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *blocks;
    size_t left; /* bytes free in the first block */
};

/* Zeroed, 16-byte aligned memory that lives until arena_close. Never NULL: without memory the
 * process ends with a message, there is nothing else to do. */
void *arena_alloc(struct arena *arena, size_t size_bytes);
void *arena_copy(struct arena *arena, const void *data, size_t size_bytes);
char *arena_strdup(struct arena *arena, const char *text);
char *arena_printf(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
void arena_close(struct arena *arena);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_NEW_N(arena, type, count) ((type *)arena_alloc((arena), (count) * sizeof(type)))

#endif
