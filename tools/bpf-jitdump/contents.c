/* SPDX-License-Identifier: Apache-2.0 */
#include "contents.h"

#include "kernel.h"
#include "libcalls/libcalls.h"
#include "line.h"

enum { CONTENTS_BYTES_MAX = 1 << 16 };

/* Of uapi linux/bpf.h; values for each CPU and what has no keys are left out. */
static const uint32_t types[] = {1 /* hash */, 2 /* array */, 9 /* LRU hash */, 11 /* LPM trie */};
enum { MAP_TYPE_ARRAY = 2 };

static bool is_asked(const struct map *map) {
    uint64_t bytes = ((uint64_t)map->key_bytes + map->value_bytes) * map->max_entries;
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
        if (types[i] == map->type) {
            return !map->is_constant && bytes <= CONTENTS_BYTES_MAX;
        }
    }
    return false;
}

static bool is_zero(const uint8_t *bytes, uint32_t count) {
    for (uint32_t i = 0; i < count; i++) {
        if (bytes[i]) {
            return false;
        }
    }
    return true;
}

/* Elements of an array that are zero say nothing. */
static void print_elements(const struct map *map, long fd) {
    uint8_t *key = take(map->key_bytes), *next = take(map->key_bytes);
    uint8_t *value = take(map->value_bytes);
    bool is_first = true;
    for (uint32_t count = 0; count < map->max_entries; count++) {
        struct kernel_element after = {
            .map_fd = (uint32_t)fd, .key = is_first ? 0 : user(key), .value = user(next)};
        if (kernel_bpf(BPF_MAP_GET_NEXT_KEY, &after, sizeof(after)) < 0) {
            return;
        }
        is_first = false;
        memcpy(key, next, map->key_bytes);
        struct kernel_element element = {
            .map_fd = (uint32_t)fd, .key = user(key), .value = user(value)};
        if (kernel_bpf(BPF_MAP_LOOKUP_ELEM, &element, sizeof(element)) < 0 ||
            (map->type == MAP_TYPE_ARRAY && is_zero(value, map->value_bytes))) {
            continue;
        }
        line_item_open('[');
        line_item_hex(key, map->key_bytes);
        line_item_hex(value, map->value_bytes);
        line_close(']');
    }
}

bool contents_print(const struct program *program, const char *name, const long *fds) {
    for (uint32_t i = 0; i < program->map_count; i++) {
        const struct map *map = program->maps[i];
        if (!is_asked(map)) {
            continue;
        }
        line_begin();
        line_text("map", map->name);
        line_text("of", name);
        line_open("elements", '[');
        print_elements(map, fds[i]);
        line_close(']');
        if (!line_end()) {
            return false;
        }
    }
    return true;
}
