/* SPDX-License-Identifier: Apache-2.0 */
#include "maps.h"

#include "btf.h"
#include "driver/print.h"
#include "kernel.h"
#include "libcalls/libcalls.h"
#include "start/sys.h"

enum { MAP_TYPE_ARRAY = 2, LEGACY_BYTES = 20 };

static bool is_data(const struct elf_section *section) {
    return (section->type == SHT_PROGBITS || section->type == SHT_NOBITS) &&
           section->bytes.size > 0 &&
           (starts_with(section->name, ".data") || starts_with(section->name, ".rodata") ||
            starts_with(section->name, ".bss"));
}

static bool add_data(struct maps *maps, const struct elf *elf, uint32_t number) {
    const struct elf_section *section = &elf->sections[number];
    if (section->bytes.size > UINT32_MAX / 2) {
        bpf_aot_error("%s: section %s has %U bytes", elf->path, section->name, section->bytes.size);
        return false;
    }
    bool is_constant = starts_with(section->name, ".rodata");
    maps->items[maps->count++] = (struct map){
        .name = section->name,
        .section = number,
        .type = MAP_TYPE_ARRAY,
        .key_bytes = 4,
        .value_bytes = (uint32_t)section->bytes.size,
        .max_entries = 1,
        .flags = is_constant ? BPF_F_RDONLY_PROG : 0,
        .is_data = true,
        .is_constant = is_constant,
        .initial = section->bytes.at,
    };
    return true;
}

/* struct bpf_map_def of libbpf before 1.0: type, key, value, entries, flags. */
static bool read_legacy(struct map *map, const struct elf *elf) {
    struct bytes bytes = elf->sections[map->section].bytes;
    if (!bytes.at || map->value > bytes.size || bytes.size - map->value < LEGACY_BYTES) {
        bpf_aot_error("%s: the definition of map %s is cut off", elf->path, map->name);
        return false;
    }
    const uint8_t *at = bytes.at + map->value;
    map->type = load32(at);
    map->key_bytes = load32(at + 4);
    map->value_bytes = load32(at + 8);
    map->max_entries = load32(at + 12);
    map->flags = load32(at + 16);
    return true;
}

static bool add_symbol(struct maps *maps, const struct elf *elf, const struct btf *btf,
                       const struct elf_symbol *symbol) {
    struct map *map = &maps->items[maps->count++];
    *map = (struct map){.name = symbol->name, .section = symbol->section, .value = symbol->value};
    return btf ? btf_map(btf, map) : read_legacy(map, elf);
}

bool maps_find(struct maps *maps, const struct elf *elf) {
    struct btf btf;
    bool has_btf = elf_find(elf, ".maps") != NULL;
    *maps = (struct maps){0};
    maps->items = take(((uint64_t)elf->symbol_count + elf->section_count) * sizeof(*maps->items));
    if (has_btf && !btf_open(&btf, elf)) {
        return false;
    }
    for (uint32_t i = 1; i < elf->section_count; i++) {
        if (is_data(&elf->sections[i]) && !add_data(maps, elf, i)) {
            return false;
        }
    }
    for (uint32_t i = 1; i < elf->symbol_count; i++) {
        const struct elf_symbol *symbol = &elf->symbols[i];
        if (symbol->section == 0 || symbol->section >= elf->section_count ||
            symbol->type == STT_SECTION) {
            continue;
        }
        const char *section = elf->sections[symbol->section].name;
        bool is_map = same_text(section, ".maps");
        if ((is_map || same_text(section, "maps")) &&
            !add_symbol(maps, elf, is_map ? &btf : NULL, symbol)) {
            return false;
        }
    }
    return true;
}

/* What a data section holds before the first run. */
static long fill(const struct map *map, uint32_t fd) {
    uint32_t key = 0;
    struct kernel_element element = {.map_fd = fd, .key = user(&key), .value = user(map->initial)};
    long result = map->initial ? kernel_bpf(BPF_MAP_UPDATE_ELEM, &element, sizeof(element)) : 0;
    if (result == 0 && map->is_constant) {
        struct kernel_element frozen = {.map_fd = fd};
        result = kernel_bpf(BPF_MAP_FREEZE, &frozen, sizeof(frozen.map_fd));
    }
    return result;
}

long map_create(const struct map *map) {
    struct kernel_map_create create = {
        .type = map->type,
        .key_bytes = map->key_bytes,
        .value_bytes = map->value_bytes,
        .max_entries = map->max_entries,
        .flags = map->flags,
        .extra = map->extra,
    };
    for (uint32_t i = 0; map->name[i] && i < BPF_NAME_BYTES - 1; i++) {
        create.name[i] = map->name[i];
    }
    long fd = kernel_bpf(BPF_MAP_CREATE, &create, sizeof(create));
    long result = fd >= 0 && map->is_data ? fill(map, (uint32_t)fd) : fd;
    if (result < 0) {
        bpf_aot_error("map %s (type %u, key %u, value %u, entries %u): errno %u", map->name,
                      map->type, map->key_bytes, map->value_bytes, map->max_entries,
                      (uint32_t)-result);
        return result;
    }
    return fd;
}
