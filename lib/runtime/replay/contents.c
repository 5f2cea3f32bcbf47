/* SPDX-License-Identifier: Apache-2.0 */
/* What maps hold: a line "map NAME" for each, "map NAME KEY VALUE" for its elements. The same maps
 * as tools/bpf-jitdump/contents.c, of whose elements the same. */
#include "driver/print.h"
#include "driver/registry.h"
#include "replay/replay.h"

enum { CONTENTS_BYTES_MAX = 1 << 16 };
enum { TYPE_HASH = 1, TYPE_ARRAY = 2, TYPE_LRU_HASH = 9, TYPE_LPM_TRIE = 11 };

static bool replay_is_zero(const uint8_t *bytes, uint32_t count) {
    while (count && !*bytes) {
        bytes++;
        count--;
    }
    return !count;
}

static void replay_element(const char *map, const void *key, uint32_t key_bytes, const void *value,
                           uint32_t value_bytes) {
    bpf_aot_print(&bpf_aot_stdout, "map %s ", map);
    bpf_aot_print_hex(&bpf_aot_stdout, key, key_bytes);
    bpf_aot_print(&bpf_aot_stdout, " ");
    bpf_aot_print_hex(&bpf_aot_stdout, value, value_bytes);
    bpf_aot_print(&bpf_aot_stdout, "\n");
}

static bool replay_shows(const struct bpf_aot_map *map) {
    uint64_t bytes = ((uint64_t)map->key_size + map->value_size) * map->max_entries;
    bool has_keys = map->type == TYPE_HASH || map->type == TYPE_ARRAY ||
                    map->type == TYPE_LRU_HASH || map->type == TYPE_LPM_TRIE;
    return has_keys && bytes <= CONTENTS_BYTES_MAX;
}

static void replay_map(struct bpf_aot_map *map) {
    bpf_aot_print(&bpf_aot_stdout, "map %s\n", map->name);
    const void *key = NULL;
    for (uint32_t i = 0; i < map->max_entries && (key = map->ops->next_key(map, key)); i++) {
        const void *value = map->ops->value_on(map, key, 0);
        if (value && (map->type != TYPE_ARRAY || !replay_is_zero(value, map->value_size))) {
            replay_element(map->name, key, map->key_size, value, map->value_size);
        }
    }
}

static void replay_section(const struct bpf_aot_section *section) {
    static const uint32_t zero;
    bpf_aot_print(&bpf_aot_stdout, "map %s\n", section->name);
    if (!replay_is_zero(section->data, section->size_bytes)) {
        replay_element(section->name, &zero, sizeof(zero), section->data, section->size_bytes);
    }
}

void bpf_aot_replay_contents(void) {
    struct bpf_aot_map *map;
    const struct bpf_aot_section *section;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        if (replay_shows(map)) {
            replay_map(map);
        }
    }
    for (uint32_t i = 0; (section = bpf_aot_section_at(i)); i++) {
        if (!section->read_only && section->size_bytes <= CONTENTS_BYTES_MAX) {
            replay_section(section);
        }
    }
    bpf_aot_flush(&bpf_aot_stdout);
}
