/* SPDX-License-Identifier: Apache-2.0 */
#include "contents.h"

#include <stdlib.h>
#include <string.h>

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void sort(struct contents *contents) {
    for (size_t i = 0; i < contents->count; i++) {
        struct map_contents *map = &contents->maps[i];
        if (map->count) {
            qsort(map->elements, map->count, sizeof(*map->elements), by_text);
        }
    }
}

static size_t count_lines(const char *output) {
    size_t lines = 0;
    for (const char *at = output; at && (at = strchr(at, '\n')); at++) {
        lines++;
    }
    return lines;
}

struct contents contents_read(struct session *s, const char *output) {
    size_t lines = count_lines(output);
    struct contents contents = {.maps = ARENA_NEW_N(&s->arena, struct map_contents, lines)};
    char *copy = arena_strdup(&s->arena, output ? output : "");
    for (char *line; (line = strsep(&copy, "\n"));) {
        if (strncmp(line, "map ", 4) != 0) {
            continue;
        }
        char *name = line + 4, *element = strchr(name, ' ');
        struct map_contents *map = &contents.maps[contents.count];
        if (!element) {
            *map = (struct map_contents){.map = name};
            map->elements = ARENA_NEW_N(&s->arena, const char *, lines);
            contents.count++;
        } else if (contents.count) {
            map--;
            map->elements[map->count++] = element + 1;
        }
    }
    sort(&contents);
    return contents;
}

/* Whether the comparison's inputs begin with all runs that were recorded. */
static bool has_all_runs(const struct comparison *c) {
    size_t recorded = 0, taken = 0;
    for (size_t i = 0; i < c->file->run_count; i++) {
        const struct jit_run *run = &c->file->runs[i];
        recorded += run->setting == c->jit->setting && strcmp(run->program, c->jit->name) == 0;
    }
    for (size_t i = 0; i < c->run_count; i++) {
        taken += c->runs[i].has_kernel;
    }
    return recorded == taken;
}

struct contents contents_recorded(struct session *s, const struct comparison *c) {
    struct contents contents = {
        .maps = ARENA_NEW_N(&s->arena, struct map_contents, c->file->contents_count)};
    for (size_t i = 0; has_all_runs(c) && i < c->file->contents_count; i++) {
        const struct jit_contents *from = &c->file->contents[i];
        if (from->setting == c->jit->setting && strcmp(from->program, c->jit->name) == 0) {
            contents.maps[contents.count++] =
                (struct map_contents){from->map, from->elements, from->count};
        }
    }
    sort(&contents);
    return contents;
}

static const char *describe(struct session *s, const char *map, const char *kernel, const char *who,
                            const char *other) {
    int shown = 80;
    return arena_printf(&s->arena, "map %s: %.*s in the kernel, %.*s %s", map, shown,
                        kernel ? kernel : "nothing", shown, other ? other : "nothing", who);
}

const char *contents_differ(struct session *s, const struct contents *kernel, const char *who,
                            const struct contents *other) {
    for (size_t i = 0; i < kernel->count; i++) {
        for (size_t k = 0; k < other->count; k++) {
            const struct map_contents *a = &kernel->maps[i], *b = &other->maps[k];
            if (strcmp(a->map, b->map) != 0) {
                continue;
            }
            size_t at = 0, most = a->count > b->count ? a->count : b->count;
            while (at < a->count && at < b->count && !strcmp(a->elements[at], b->elements[at])) {
                at++;
            }
            if (at < most) {
                return describe(s, a->map, at < a->count ? a->elements[at] : NULL, who,
                                at < b->count ? b->elements[at] : NULL);
            }
        }
    }
    return NULL;
}
