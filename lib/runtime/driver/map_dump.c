/* SPDX-License-Identifier: Apache-2.0 */
#include "driver/map_dump.h"

#include "driver/map_walk.h"
#include "driver/print.h"
#include "driver/registry.h"

/* What separates entries in one format. */
struct style {
    const char *key_open;
    const char *key_close;
    const char *value_quote;
    const char *value_comma;
    const char *entry_close;
    const char *entry_comma;
};

static const struct style json = {"[\"", "\",", "\"", ",", "]", ","};
static const struct style text = {"  ", ": ", "", " ", "\n", ""};

struct visit {
    const struct style *style;
    uint32_t entries;
};

static void print_value(const struct style *style, const void *value, uint32_t size_bytes) {
    bpf_aot_print(&bpf_aot_stdout, "%s", style->value_quote);
    bpf_aot_print_hex(&bpf_aot_stdout, value, size_bytes);
    bpf_aot_print(&bpf_aot_stdout, "%s", style->value_quote);
}

static void print_values(const struct style *style, struct bpf_aot_map *map, const void *key) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    bool is_list = bpf_aot_map_is_per_cpu(map);
    bpf_aot_print(out, "%s", is_list ? "[" : "");
    for (uint32_t cpu = 0; cpu < bpf_aot_map_cpus(map); cpu++) {
        bpf_aot_print(out, "%s", cpu ? style->value_comma : "");
        print_value(style, map->ops->value_on(map, key, cpu), map->value_size);
    }
    bpf_aot_print(out, "%s", is_list ? "]" : "");
}

static void print_name(const struct style *style, const char *name) {
    if (style == &json) {
        bpf_aot_print_quoted(&bpf_aot_stdout, name);
    } else {
        bpf_aot_print(&bpf_aot_stdout, "%s", name);
    }
}

static void print_entry(struct bpf_aot_map *map, const void *key, void *user) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    struct visit *visit = user;
    const struct style *style = visit->style;
    bpf_aot_print(out, "%s%s", visit->entries++ ? style->entry_comma : "", style->key_open);
    bpf_aot_print_hex(out, key, map->key_size);
    bpf_aot_print(out, "%s", style->key_close);
    if (bpf_aot_map_has_names(map)) {
        print_name(style, bpf_aot_map_slot_name(map, map->ops->value_on(map, key, 0)));
    } else {
        print_values(style, map, key);
    }
    bpf_aot_print(out, "%s", style->entry_close);
}

/* A section is shown as an array of one value. */
static void print_section(const struct style *style, const struct bpf_aot_section *section) {
    bpf_aot_print(&bpf_aot_stdout, "%s00000000%s", style->key_open, style->key_close);
    print_value(style, section->data, section->size_bytes);
    bpf_aot_print(&bpf_aot_stdout, "%s", style->entry_close);
}

bool bpf_aot_dump_json(void) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    struct bpf_aot_map *map;
    const struct bpf_aot_section *section;
    const char *comma = "";
    bpf_aot_print(out, "{");
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        struct visit visit = {&json, 0};
        bpf_aot_print(out, "%s", comma);
        bpf_aot_print_quoted(out, map->name);
        bpf_aot_print(out, ":[");
        if (!bpf_aot_map_walk(map, print_entry, &visit)) {
            return false;
        }
        bpf_aot_print(out, "]");
        comma = ",";
    }
    for (uint32_t i = 0; (section = bpf_aot_section_at(i)); i++) {
        bpf_aot_print(out, "%s", comma);
        bpf_aot_print_quoted(out, section->name);
        bpf_aot_print(out, ":[");
        print_section(&json, section);
        bpf_aot_print(out, "]");
        comma = ",";
    }
    bpf_aot_print(out, "}");
    return true;
}

bool bpf_aot_dump_text(void) {
    struct bpf_aot_out *out = &bpf_aot_stdout;
    struct bpf_aot_map *map;
    const struct bpf_aot_section *section;
    for (uint32_t i = 0; (map = bpf_aot_map_at(i)); i++) {
        struct visit visit = {&text, 0};
        bpf_aot_print(out, "map %s: %s of %u\n", map->name, bpf_aot_map_type_name(map->type),
                      map->max_entries);
        if (!bpf_aot_map_walk(map, print_entry, &visit)) {
            return false;
        }
    }
    for (uint32_t i = 0; (section = bpf_aot_section_at(i)); i++) {
        bpf_aot_print(out, "section %s: %u bytes\n", section->name, section->size_bytes);
        print_section(&text, section);
    }
    return true;
}
