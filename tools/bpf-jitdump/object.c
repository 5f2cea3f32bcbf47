/* SPDX-License-Identifier: Apache-2.0 */
/* The functions of an object. As in libbpf, a global function outside of .text is a program. */
#include "object.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"

static bool is_code(const struct elf *elf, uint32_t section) {
    return section && section < elf->section_count &&
           (elf->sections[section].flags & SHF_EXECINSTR) && elf->sections[section].bytes.at;
}

static bool is_program(const struct elf *elf, const struct elf_symbol *symbol) {
    return symbol->type == STT_FUNC && symbol->bind != STB_LOCAL && is_code(elf, symbol->section) &&
           !same_text(elf->sections[symbol->section].name, ".text");
}

static bool add_function(struct object *object, const struct elf_symbol *symbol) {
    uint64_t size = object->elf.sections[symbol->section].bytes.size;
    if (symbol->value % INSN_BYTES || symbol->size_bytes % INSN_BYTES || !symbol->size_bytes ||
        symbol->value > size || symbol->size_bytes > size - symbol->value) {
        bpf_aot_error("%s: function %s does not lie within its section", object->elf.path,
                      symbol->name);
        return false;
    }
    object->functions[object->function_count++] =
        (struct function){symbol->name, symbol->section, (uint32_t)(symbol->value / INSN_BYTES),
                          (uint32_t)(symbol->size_bytes / INSN_BYTES)};
    return true;
}

static bool find_functions(struct object *object) {
    const struct elf *elf = &object->elf;
    object->functions = take((uint64_t)elf->symbol_count * sizeof(*object->functions));
    for (uint32_t i = 1; i < elf->symbol_count; i++) {
        const struct elf_symbol *symbol = &elf->symbols[i];
        if (symbol->type == STT_FUNC && is_code(elf, symbol->section) &&
            !add_function(object, symbol)) {
            return false;
        }
    }
    return true;
}

/* kernel Documentation/bpf/btf.rst: the records of .BTF.ext are grouped by section. */
static void find_core(struct object *object, struct bytes ext, struct bytes strings) {
    enum { CORE_AT = 24, HEADER_WITH_CORE = 32, GROUP_BYTES = 8 };
    if (ext.size < HEADER_WITH_CORE || load32(ext.at + 4) < HEADER_WITH_CORE) {
        return;
    }
    uint64_t at = (uint64_t)load32(ext.at + 4) + load32(ext.at + CORE_AT);
    uint64_t end = at + load32(ext.at + CORE_AT + 4);
    if (end > ext.size || end - at < 4) {
        return;
    }
    uint64_t record = load32(ext.at + at);
    for (at += 4; end >= GROUP_BYTES && at <= end - GROUP_BYTES;) {
        uint32_t name = load32(ext.at + at);
        uint64_t count = load32(ext.at + at + 4);
        for (uint32_t i = 1; i < object->elf.section_count && name < strings.size; i++) {
            object->has_core[i] |=
                count && same_text(object->elf.sections[i].name, (const char *)strings.at + name);
        }
        at += GROUP_BYTES + count * record;
    }
}

static void read_core(struct object *object) {
    const struct elf_section *ext = elf_find(&object->elf, ".BTF.ext");
    const struct elf_section *btf = elf_find(&object->elf, ".BTF");
    object->has_core = take(object->elf.section_count);
    if (!ext || !btf || !ext->bytes.at || !btf->bytes.at || btf->bytes.size < 24) {
        return;
    }
    uint64_t at = (uint64_t)load32(btf->bytes.at + 4) + load32(btf->bytes.at + 16);
    uint64_t size = load32(btf->bytes.at + 20);
    if (size && at + size <= btf->bytes.size && btf->bytes.at[at + size - 1] == 0) {
        find_core(object, ext->bytes, (struct bytes){btf->bytes.at + at, size});
    }
}

bool object_open(struct object *object, const char *path) {
    *object = (struct object){0};
    if (!elf_open(&object->elf, path) || !maps_find(&object->maps, &object->elf) ||
        !find_functions(object)) {
        return false;
    }
    object->relocs = take((uint64_t)object->elf.section_count * sizeof(*object->relocs));
    read_core(object);
    return true;
}

static const char *base_name(const char *path) {
    const char *base = path;
    for (const char *at = path; *at; at++) {
        base = *at == '/' ? at + 1 : base;
    }
    size_t size = strlen(base);
    bool has_suffix = size > 2 && same_text(base + size - 2, ".o");
    return take_text(base, has_suffix ? size - 2 : size);
}

static const char *license_of(const struct elf *elf) {
    const struct elf_section *section = elf_find(elf, "license");
    if (!section || !section->bytes.at) {
        return "";
    }
    return take_text((const char *)section->bytes.at, (size_t)section->bytes.size);
}

bool object_programs(struct programs *programs, const char *path, const char *only) {
    struct object *object = take(sizeof(*object));
    if (!object_open(object, path)) {
        return false;
    }
    *programs = (struct programs){
        .items = take((uint64_t)object->elf.symbol_count * sizeof(struct program))};
    uint32_t function = 0;
    for (uint32_t i = 1; i < object->elf.symbol_count; i++) {
        const struct elf_symbol *symbol = &object->elf.symbols[i];
        if (symbol->type != STT_FUNC || !is_code(&object->elf, symbol->section)) {
            continue;
        }
        const struct function *main = &object->functions[function++];
        if (!is_program(&object->elf, symbol) || (only && !same_text(only, symbol->name))) {
            continue;
        }
        struct program *program = &programs->items[programs->count++];
        *program = (struct program){.name = symbol->name,
                                    .object = base_name(path),
                                    .section = object->elf.sections[symbol->section].name,
                                    .license = license_of(&object->elf)};
        if (!link_program(program, object, main)) {
            return false;
        }
    }
    if (programs->count == 0) {
        bpf_aot_error(only ? "%s: no program %s" : "%s: no program", path, only ? only : "");
    }
    return programs->count > 0;
}
