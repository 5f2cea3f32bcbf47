/* SPDX-License-Identifier: Apache-2.0 */
/* Map definitions to program maps. A map that this version cannot have is a message only once a
 * translated function uses it; until then the reason is kept. */
#include <bpf/libbpf.h>
#include <inttypes.h>
#include <linux/bpf.h>
#include <string.h>

#include "program/build.h"

enum { MAP_TYPE_PERF_EVENT_ARRAY = 4 /* uapi BPF_MAP_TYPE_PERF_EVENT_ARRAY */ };

enum { RING_PAGE_BYTES = 4096 };

/* Hash functions of a bloom filter: most, and when map_extra does not say (kernel). */
enum { BLOOM_HASHES_MAX = 15, BLOOM_HASHES = 5 };

/* Storage sizes are 64-bit products; beyond this one they might wrap. */
static const uint64_t max_storage_bytes = (uint64_t)1 << 48;

/* A ring has whole pages, a power of two of them; libbpf rounds up (adjust_ringbuf_sz). */
static uint32_t ring_bytes(uint32_t wanted) {
    uint64_t bytes = wanted ? RING_PAGE_BYTES : 0;
    while (bytes < wanted) {
        bytes *= 2;
    }
    return bytes <= UINT32_MAX ? (uint32_t)bytes : wanted;
}

static uint32_t entries_of(const struct builder *b, const struct map_def *def) {
    const struct bpf_aot_options *options = b->s->options;
    for (size_t i = 0; i < options->map_max_count; i++) {
        if (strcmp(options->map_max[i].name, def->name) == 0) {
            return options->map_max[i].max_entries;
        }
    }
    /* libbpf, too, gives a perf_event_array without a size one entry a CPU. */
    bool per_cpu_entries = def->type == MAP_TYPE_PERF_EVENT_ARRAY && !def->max_entries;
    return !per_cpu_entries ? def->max_entries : options->cpus ? options->cpus : DEFAULT_CPUS;
}

static bool is_named(const char *name, const struct map_def *def) {
    return strcmp(name, def->name) == 0 || (def->inner && strcmp(name, def->inner->name) == 0);
}

/* Every -map-max must name a map: a misspelt one would silently keep the old size. */
static bool check_overrides(struct builder *b) {
    const struct bpf_aot_options *options = b->s->options;
    for (size_t i = 0; i < options->map_max_count; i++) {
        bool found = false;
        for (size_t j = 0; j < b->object->map_count; j++) {
            found = found || is_named(options->map_max[i].name, &b->object->maps[j]);
        }
        if (!found) {
            return fail(b->s, at_object(), "-map-max names '%s', the object has no such map",
                        options->map_max[i].name);
        }
    }
    return true;
}

/* Static contents of a map (inner maps, programs) are relocations inside its definition. */
static bool has_contents(const struct builder *b, const struct map_def *def) {
    const struct section *section = &b->object->sections[def->section];
    size_t index = program_reloc_lower_bound(section, def->offset);
    return index < section->reloc_count && section->relocs[index].offset - def->offset < def->size;
}

static bool has_maps(uint32_t type) {
    return type == BPF_MAP_TYPE_ARRAY_OF_MAPS || type == BPF_MAP_TYPE_HASH_OF_MAPS;
}

/* What only maps with a slot for something else have. */
static const char *find_slot_problem(struct builder *b, const struct map_def *def) {
    struct arena *arena = &b->s->arena;
    bool has_slots =
        def->type == BPF_MAP_TYPE_PROG_ARRAY || def->type == BPF_MAP_TYPE_ARRAY_OF_MAPS;
    if ((!has_slots || !def->values_offset) && has_contents(b, def)) {
        const char *type = libbpf_bpf_map_type_str(def->type);
        return arena_printf(arena, "static contents of map '%s' of type %s are not supported",
                            def->name, type ? type : "unknown");
    }
    if (has_maps(def->type) && !def->inner) {
        return arena_printf(arena, "map '%s' has no template of its inner maps", def->name);
    }
    if (def->inner && (has_maps(def->inner->type) || def->inner->type == BPF_MAP_TYPE_PROG_ARRAY)) {
        return arena_printf(arena, "map '%s' has inner maps of type %s, which cannot be inner maps",
                            def->name, libbpf_bpf_map_type_str(def->inner->type));
    }
    return NULL;
}

static const char *type_problem(struct builder *b, const struct map_def *def) {
    const char *type = libbpf_bpf_map_type_str(def->type);
    return arena_printf(&b->s->arena,
                        "map '%s' has type %u (%s), which is not supported by this version",
                        def->name, def->type, type ? type : "unknown");
}

static bool is_too_large(const struct program_map *map) {
    uint64_t element = (uint64_t)map->key_size + map->value_size + 64;
    uint64_t elements;
    return __builtin_mul_overflow((uint64_t)map->max_entries + 1, (uint64_t)map->cpus, &elements) ||
           __builtin_mul_overflow(element, elements, &elements) || elements > max_storage_bytes;
}

/* ringbuf_map_alloc */
static const char *find_ring_problem(struct builder *b, const struct program_map *map) {
    if (map->key_size || map->value_size) {
        return arena_printf(&b->s->arena, "map '%s' has a key or value, type %s takes none",
                            map->name, map->row->name);
    }
    if (map->max_entries & (map->max_entries - 1)) {
        return arena_printf(&b->s->arena, "map '%s' of %u bytes is larger than type %s can be",
                            map->name, map->max_entries, map->row->name);
    }
    if (map->flags & ~(uint32_t)BPF_F_NUMA_NODE) {
        return arena_printf(&b->s->arena, "map '%s' has flags 0x%x, which type %s does not know",
                            map->name, map->flags, map->row->name);
    }
    return NULL;
}

/* Sizes of keys and values that the type does not have (kernel: its map_alloc_check). */
static const char *find_size_problem(struct builder *b, const struct program_map *map) {
    struct arena *arena = &b->s->arena;
    if (map->row->key == KEY_U32 && map->key_size != 4) {
        return arena_printf(arena, "map '%s' has keys of %u bytes, type %s takes 4", map->name,
                            map->key_size, map->row->name);
    }
    if (map->row->key == KEY_RING) {
        return find_ring_problem(b, map);
    }
    bool has_key = map->row->key != KEY_NONE;
    if (!has_key && map->key_size) {
        return arena_printf(arena, "map '%s' has keys of %u bytes, type %s takes none", map->name,
                            map->key_size, map->row->name);
    }
    if ((has_key && map->key_size == 0) || map->value_size == 0) {
        return arena_printf(arena, "map '%s' has a %s of 0 bytes", map->name,
                            map->value_size ? "key" : "value");
    }
    return NULL;
}

/* bloom_map_alloc: the low bits of map_extra are the number of hash functions. */
static bool knows_extra(const struct map_row *row, uint64_t extra) {
    return row->cpus == CPUS_HASHES ? extra <= BLOOM_HASHES_MAX : extra == 0;
}

/* Why the map cannot be had, or NULL. */
static const char *find_problem(struct builder *b, const struct map_def *def,
                                const struct program_map *map) {
    struct arena *arena = &b->s->arena;
    if (map->max_entries == 0) {
        return arena_printf(arena, "map '%s' has no max_entries; set it with -map-max %s=N",
                            def->name, def->name);
    }
    const char *problem = find_size_problem(b, map);
    if (problem) {
        return problem;
    }
    bool bad_extra = !knows_extra(map->row, def->map_extra);
    if (bad_extra || def->pinning > PIN_BY_NAME) {
        return arena_printf(arena, "map '%s' has %s %" PRIu64 ", which type %s does not know",
                            def->name, bad_extra ? "map_extra" : "pinning",
                            bad_extra ? def->map_extra : def->pinning, map->row->name);
    }
    if (is_too_large(map)) {
        return arena_printf(arena, "map '%s' is too large: %u entries of %u bytes", def->name,
                            map->max_entries, map->value_size);
    }
    return NULL;
}

static uint32_t cpus_of(const struct builder *b, const struct map_def *def,
                        const struct map_row *row) {
    if (row->cpus == CPUS_HASHES) {
        return def->map_extra ? (uint32_t)def->map_extra : BLOOM_HASHES;
    }
    unsigned cpus = b->s->options->cpus ? b->s->options->cpus : DEFAULT_CPUS;
    return row->cpus == CPUS_EACH ? cpus : 1;
}

/* The reason why the definition cannot be had, or NULL. */
static const char *convert(struct builder *b, const struct map_def *def, struct program_map *map) {
    const struct map_row *row = map_row_by_id(def->type);
    const char *problem = find_slot_problem(b, def);
    if (!row || problem) {
        return row ? problem : type_problem(b, def);
    }
    *map = (struct program_map){
        .name = def->name,
        .type = def->type,
        .key_size = def->key_size,
        .value_size = def->value_size,
        .max_entries = row->key == KEY_RING ? ring_bytes(entries_of(b, def)) : entries_of(b, def),
        .flags = def->flags,
        .cpus = cpus_of(b, def, row),
        .pinning = def->pinning,
        .row = row,
    };
    problem = find_problem(b, def, map);
    if (def->inner && !problem) {
        struct program_map *inner = ARENA_NEW(&b->s->arena, struct program_map);
        map->inner = inner;
        problem = convert(b, def->inner, inner); /* which has no inner map */
    }
    return problem;
}

static void convert_map(struct builder *b, size_t index) {
    const struct map_def *def = &b->object->maps[index];
    struct program_map map;
    b->map_problems[index] = convert(b, def, &map);
    if (!b->map_problems[index]) {
        *array_push(&b->s->arena, &b->maps) = map;
        *array_push(&b->s->arena, &b->map_defs) = def;
        b->map_index[index] = (uint32_t)b->maps.count;
    }
}

bool program_convert_maps(struct builder *b) {
    b->map_index = ARENA_NEW_N(&b->s->arena, uint32_t, b->object->map_count);
    b->map_problems = ARENA_NEW_N(&b->s->arena, const char *, b->object->map_count);
    if (!check_overrides(b)) {
        return false;
    }
    for (size_t i = 0; i < b->object->map_count; i++) {
        convert_map(b, i);
    }
    return true;
}
