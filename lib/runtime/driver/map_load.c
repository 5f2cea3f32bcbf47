/* SPDX-License-Identifier: Apache-2.0 */
/* The file is what -json prints for a map: [["KEYHEX","VALUEHEX"],...]. A per-CPU value is a list
 * of hex strings, or one string for CPU 0; a value of a prog_array or map of maps is a name. */
#include "driver/map_load.h"

#include "driver/json.h"
#include "driver/map_walk.h"
#include "driver/print.h"
#include "driver/registry.h"
#include "libcalls/libcalls.h"
#include "maps/maps.h"
#include "start/sys.h"

enum { NAME_MAX = 256 };

/* One file being read. */
struct load {
    struct bpf_aot_input input;
    const char *name;
    struct bpf_aot_map *map;               /* NULL for a section */
    const struct bpf_aot_section *section; /* NULL for a map */
    uint8_t *key;
    uint8_t *value;
};

static bool load_values(struct load *load, uint32_t *cpus) {
    struct bpf_aot_map *map = load->map;
    bool more = true;
    *cpus = 0;
    if (!bpf_aot_map_is_per_cpu(map) || bpf_aot_json_peek(&load->input) != '[') {
        *cpus = 1;
        return bpf_aot_json_hex(&load->input, "value", load->value, map->value_size);
    }
    bpf_aot_json_expect(&load->input, '[');
    while (more) {
        if (*cpus == map->cpus) {
            bpf_aot_error("%s:%u:%u: more than %u values", load->input.path, load->input.line,
                          load->input.column, map->cpus);
            return false;
        }
        uint8_t *value = load->value + (size_t)*cpus * map->value_size;
        if (!bpf_aot_json_hex(&load->input, "value", value, map->value_size) ||
            !bpf_aot_json_more(&load->input, ']', &more)) {
            return false;
        }
        ++*cpus;
    }
    return true;
}

/* `status` gets what the map says of the entry. */
static bool store_values(struct load *load, long *status) {
    struct bpf_aot_map *map = load->map;
    uint32_t cpus;
    if (!load_values(load, &cpus)) {
        return false;
    }
    *status = map->ops->update(map, load->key, load->value, 0);
    /* The update reached the calling CPU only. */
    for (uint32_t cpu = 0; *status == 0 && cpu < cpus; cpu++) {
        memcpy(map->ops->value_on(map, load->key, cpu), load->value + (size_t)cpu * map->value_size,
               map->value_size);
    }
    return true;
}

static bool store_named(struct load *load, long *status) {
    static char name[NAME_MAX];
    struct bpf_aot_map *map = load->map;
    struct bpf_aot_input *input = &load->input;
    bool is_program = map->type == RT_MAP_prog_array;
    const char *what = is_program ? "the name of a program" : "the name of a map";
    bpf_aot_json_peek(input); /* so that the message points at the name */
    uint32_t line = input->line;
    uint32_t column = input->column;
    if (!bpf_aot_json_name(input, what, name, sizeof(name))) {
        return false;
    }
    void *pointer = is_program ? (void *)bpf_aot_program_find(name) : bpf_aot_map_named(name);
    if (!pointer) {
        bpf_aot_error("%s:%u:%u: %s is not %s", input->path, line, column, name, what);
        return false;
    }
    *status = map->ops->set(map, load->key, pointer);
    return true;
}

static bool load_map_entry(struct load *load) {
    struct bpf_aot_map *map = load->map;
    struct bpf_aot_input *input = &load->input;
    uint32_t line = input->line;
    uint32_t column = input->column;
    long status;
    if (!bpf_aot_json_hex(input, "key", load->key, map->key_size) ||
        !bpf_aot_json_expect(input, ',') ||
        !(bpf_aot_map_has_names(map) ? store_named : store_values)(load, &status)) {
        return false;
    }
    if (status) {
        bpf_aot_error("%s:%u:%u: map %s refuses this entry: errno %u", input->path, line, column,
                      map->name, (uint32_t)-status);
    }
    return status == 0;
}

static bool load_section_entry(struct load *load) {
    struct bpf_aot_input *input = &load->input;
    uint32_t line = input->line;
    uint32_t column = input->column;
    uint8_t key[4];
    if (!bpf_aot_json_hex(input, "key", key, sizeof(key)) || !bpf_aot_json_expect(input, ',')) {
        return false;
    }
    if (key[0] | key[1] | key[2] | key[3]) {
        bpf_aot_error("%s:%u:%u: a section has the key 00000000 only", input->path, line, column);
        return false;
    }
    return bpf_aot_json_hex(input, "value", load->section->data, load->section->size_bytes);
}

static bool load_entries(struct load *load) {
    struct bpf_aot_input *input = &load->input;
    bool more = true;
    if (!bpf_aot_json_expect(input, '[')) {
        return false;
    }
    if (bpf_aot_json_peek(input) == ']') {
        return bpf_aot_json_expect(input, ']') && bpf_aot_json_end(input);
    }
    while (more) {
        if (!bpf_aot_json_expect(input, '[')) {
            return false;
        }
        bpf_aot_json_peek(input); /* so that messages point at the key */
        if (!(load->map ? load_map_entry(load) : load_section_entry(load)) ||
            !bpf_aot_json_expect(input, ']') || !bpf_aot_json_more(input, ']', &more)) {
            return false;
        }
    }
    return bpf_aot_json_end(input);
}

/* Finds what the file is for, and the memory to read it with. */
static bool prepare(struct load *load) {
    load->map = bpf_aot_map_named(load->name);
    load->section = load->map ? NULL : bpf_aot_section_named(load->name);
    if (load->section && load->section->read_only) {
        bpf_aot_error("section %s is read only", load->name);
        return false;
    }
    if (!load->map) {
        if (!load->section) {
            bpf_aot_error("no map or section %s", load->name);
        }
        return load->section != NULL;
    }
    /* Kept until the end of the program: a few pages for each -map. */
    size_t key_bytes = ((size_t)load->map->key_size + 7) & ~(size_t)7;
    size_t value_bytes = (size_t)load->map->value_size * load->map->cpus;
    load->key = bpf_aot_sys_map(key_bytes + value_bytes);
    if (!load->key) {
        bpf_aot_error("map %s: no memory for an entry", load->name);
        return false;
    }
    load->value = load->key + key_bytes;
    return true;
}

bool bpf_aot_map_load(const char *name_and_file) {
    static struct load load;
    static char name[NAME_MAX];
    uint32_t length = 0;
    while (name_and_file[length] && name_and_file[length] != '=' && length < NAME_MAX - 1) {
        name[length] = name_and_file[length];
        length++;
    }
    if (name_and_file[length] != '=') {
        bpf_aot_error("-map: not of the form NAME=FILE: %s", name_and_file);
        return false;
    }
    name[length] = 0;
    load.name = name;
    if (!prepare(&load) || !bpf_aot_input_open(&load.input, name_and_file + length + 1)) {
        return false;
    }
    bool loaded = load_entries(&load);
    bpf_aot_input_close(&load.input);
    return loaded;
}
