/* SPDX-License-Identifier: Apache-2.0 */
/* -print=object: what was read, one thing a line, in the order of the file. */
#include <bpf/libbpf.h>
#include <inttypes.h>
#include <stdio.h>

#include "object/read.h"

static const char *const kind_names[] = {
    [SECTION_OTHER] = "other",
    [SECTION_CODE] = "code",
    [SECTION_MAPS] = "maps",
    [SECTION_DATA] = "data",
    [SECTION_RODATA] = "rodata",
    [SECTION_BSS] = "bss",
    [SECTION_LICENSE] = "license",
    [SECTION_VERSION] = "version",
    [SECTION_LEGACY_MAPS] = "legacy maps",
    [SECTION_JUMPTABLES] = "jump tables",
    [SECTION_KCONFIG] = "kconfig",
    [SECTION_KSYMS] = "ksyms",
    [SECTION_STRUCT_OPS] = "struct_ops",
};

static void print_name(FILE *out, const struct object *object, const struct symbol *symbol) {
    bool has_section = symbol->section < object->section_count;
    if (symbol->type == STT_SECTION && has_section) {
        fputs(object->sections[symbol->section].name, out);
    } else {
        fputs(symbol->name, out);
    }
}

static void print_section(FILE *out, const struct object *object, size_t index) {
    const struct section *section = &object->sections[index];
    fprintf(out, "section %zu %s: %s, %zu bytes, align %zu\n", index, section->name,
            kind_names[section->kind], section->size_bytes, section->align);
    for (size_t i = 0; i < section->reloc_count; i++) {
        const struct reloc *reloc = &section->relocs[i];
        fprintf(out, "  reloc at %" PRIu64 ": type %u against ", reloc->offset, reloc->type);
        print_name(out, object, reloc->symbol);
        fputc('\n', out);
    }
}

static void print_symbol(FILE *out, const struct object *object, const struct symbol *symbol) {
    static const char *const binds[] = {
        [STB_LOCAL] = "local", [STB_GLOBAL] = "global", [STB_WEAK] = "weak"};
    static const char *const types[] = {
        [STT_NOTYPE] = "untyped", [STT_OBJECT] = "object", [STT_FUNC] = "function"};
    const char *bind = symbol->bind <= STB_WEAK ? binds[symbol->bind] : "other";
    const char *type = symbol->type <= STT_FUNC ? types[symbol->type] : "other";
    fprintf(out, "symbol %s: %s %s, ", symbol->name, bind, type);
    if (symbol->section == SHN_UNDEF) {
        fputs("undefined\n", out);
    } else if (symbol->section < object->section_count) {
        fprintf(out, "%s+%" PRIu64 ", %" PRIu64 " bytes\n", object->sections[symbol->section].name,
                symbol->value, symbol->size);
    } else {
        fprintf(out, "section 0x%zx, %" PRIu64 " bytes\n", symbol->section, symbol->size);
    }
}

static void print_map(FILE *out, const struct map_def *map) {
    const char *type = libbpf_bpf_map_type_str(map->type);
    fprintf(out,
            "map %s: type %u (%s), key %u, value %u, max_entries %u, flags 0x%x, pinning %u, "
            "extra %" PRIu64 "\n",
            map->name, map->type, type ? type : "unknown", map->key_size, map->value_size,
            map->max_entries, map->flags, map->pinning, map->map_extra);
    if (map->inner) {
        print_map(out, map->inner);
    }
}

void object_print(void *file, const struct object *object) {
    FILE *out = file;
    fprintf(out, "object %s: %s-endian, license \"%s\", version %u, %s\n", object->name,
            object->big_endian ? "big" : "little", object->license, object->version,
            object->btf ? "btf" : "no btf");
    for (size_t i = 1; i < object->section_count; i++) {
        print_section(out, object, i);
    }
    for (size_t i = 1; i < object->symbol_count; i++) {
        if (object->symbols[i].name[0]) {
            print_symbol(out, object, &object->symbols[i]);
        }
    }
    for (size_t i = 0; i < object->map_count; i++) {
        print_map(out, &object->maps[i]);
    }
    fprintf(out, "btf.ext: %zu functions, %zu lines, %zu core relocations\n", object->func_count,
            object->line_count, object->core_relo_count);
}
