/* SPDX-License-Identifier: Apache-2.0 */
/* A list of growing blocks; the newest one is the one pieces are cut from. */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, FIRST_BLOCK_BYTES = 64 * 1024 };

struct arena_block {
    struct arena_block *next;
    size_t size_bytes; /* of data */
    _Alignas(16) unsigned char data[];
};

static void out_of_memory(void) {
    fputs("bpf-aot: out of memory\n", stderr);
    abort();
}

static void add_block(struct arena *arena, size_t at_least) {
    size_t size = arena->blocks ? arena->blocks->size_bytes * 2 : FIRST_BLOCK_BYTES;
    if (size < at_least) {
        size = at_least;
    }
    struct arena_block *block = calloc(1, sizeof(*block) + size);
    if (!block) {
        out_of_memory();
    }
    block->next = arena->blocks;
    block->size_bytes = size;
    arena->blocks = block;
    arena->left = size;
}

void *arena_alloc(struct arena *arena, size_t size_bytes) {
    if (size_bytes > SIZE_MAX / 4) {
        out_of_memory();
    }
    size_t size = (size_bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (!arena->blocks || arena->left < size) {
        add_block(arena, size);
    }
    void *piece = arena->blocks->data + (arena->blocks->size_bytes - arena->left);
    arena->left -= size;
    return piece;
}

void *arena_copy(struct arena *arena, const void *data, size_t size_bytes) {
    void *copy = arena_alloc(arena, size_bytes);
    if (size_bytes) {
        memcpy(copy, data, size_bytes);
    }
    return copy;
}

char *arena_strdup(struct arena *arena, const char *text) {
    return arena_copy(arena, text, strlen(text) + 1);
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args) {
    va_list again;
    va_copy(again, args);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...) {
    va_list args;
    va_start(args, format);
    char *text = arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

void arena_close(struct arena *arena) {
    for (struct arena_block *block = arena->blocks, *next; block; block = next) {
        next = block->next;
        free(block);
    }
    *arena = (struct arena){0};
}
