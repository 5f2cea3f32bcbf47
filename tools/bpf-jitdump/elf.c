/* SPDX-License-Identifier: Apache-2.0 */
/* elf(5). The file may be damaged: a size is compared with what is left before it is used. */
#include "elf.h"

#include "driver/print.h"
#include "libcalls/libcalls.h"

enum { HEADER_BYTES = 64, SECTION_BYTES = 64, SYMBOL_BYTES = 24, REL_BYTES = 16 };
enum { SHT_SYMTAB = 2, SHN_LORESERVE = 0xff00, EM_BPF = 247, ET_REL = 1 };

static bool is_big_endian(void) {
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
}

uint16_t load16(const uint8_t *at) {
    uint16_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

uint32_t load32(const uint8_t *at) {
    uint32_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

uint64_t load64(const uint8_t *at) {
    uint64_t value;
    memcpy(&value, at, sizeof(value));
    return value;
}

static bool is_within(struct bytes whole, uint64_t offset, uint64_t size_bytes) {
    return offset <= whole.size && size_bytes <= whole.size - offset;
}

/* NULL: the name does not end within its table. */
static const char *name_at(struct bytes names, uint64_t offset) {
    for (uint64_t i = offset; i < names.size; i++) {
        if (!names.at[i]) {
            return (const char *)names.at + offset;
        }
    }
    return NULL;
}

static bool check_header(const char *path, struct bytes file) {
    static const uint8_t magic[4] = {0x7f, 'E', 'L', 'F'};
    if (file.size < HEADER_BYTES || memcmp(file.at, magic, sizeof(magic)) != 0) {
        bpf_aot_error("%s: not an ELF file", path);
        return false;
    }
    bool is_big = file.at[5] == 2;
    if (file.at[4] != 2 || is_big != is_big_endian()) {
        bpf_aot_error("%s: %s-endian; this machine wants objects of clang -target %s", path,
                      is_big ? "big" : "little", is_big_endian() ? "bpfeb" : "bpfel");
        return false;
    }
    if (load16(file.at + 16) != ET_REL || load16(file.at + 18) != EM_BPF) {
        bpf_aot_error("%s: not a relocatable object of machine BPF", path);
        return false;
    }
    if (load16(file.at + 58) != SECTION_BYTES ||
        !is_within(file, load64(file.at + 40), (uint64_t)load16(file.at + 60) * SECTION_BYTES)) {
        bpf_aot_error("%s: cut off: the section table lies outside of the file", path);
        return false;
    }
    return true;
}

static bool read_sections(struct elf *elf, struct bytes file) {
    const uint8_t *table = file.at + load64(file.at + 40);
    elf->section_count = load16(file.at + 60);
    elf->sections = take((uint64_t)elf->section_count * sizeof(*elf->sections));
    for (uint32_t i = 0; i < elf->section_count; i++) {
        const uint8_t *row = table + (uint64_t)i * SECTION_BYTES;
        struct elf_section *section = &elf->sections[i];
        *section = (struct elf_section){.name = "",
                                        .type = load32(row + 4),
                                        .flags = load64(row + 8),
                                        .info = load32(row + 44),
                                        .bytes = {NULL, load64(row + 32)}};
        if (i == 0 || section->type == SHT_NOBITS) {
            continue;
        }
        uint64_t offset = load64(row + 24);
        if (!is_within(file, offset, section->bytes.size)) {
            bpf_aot_error("%s: cut off: section %u lies outside of the file", elf->path, i);
            return false;
        }
        section->bytes.at = file.at + offset;
    }
    return true;
}

static bool name_sections(struct elf *elf, struct bytes file) {
    uint32_t index = load16(file.at + 62);
    const uint8_t *table = file.at + load64(file.at + 40);
    for (uint32_t i = 1; i < elf->section_count; i++) {
        struct bytes names =
            index < elf->section_count ? elf->sections[index].bytes : (struct bytes){0};
        const char *name =
            names.at ? name_at(names, load32(table + (uint64_t)i * SECTION_BYTES)) : NULL;
        if (!name) {
            bpf_aot_error("%s: section %u has no name", elf->path, i);
            return false;
        }
        elf->sections[i].name = name;
    }
    return true;
}

static bool read_symbol(struct elf *elf, struct elf_symbol *symbol, const uint8_t *row,
                        struct bytes names) {
    uint32_t section = load16(row + 6);
    *symbol = (struct elf_symbol){.name = name_at(names, load32(row)),
                                  .value = load64(row + 8),
                                  .size_bytes = load64(row + 16),
                                  .section = section,
                                  .type = row[4] & 15,
                                  .bind = row[4] >> 4};
    if (section >= SHN_LORESERVE) {
        symbol->section = elf->section_count;
    } else if (section >= elf->section_count) {
        return false;
    }
    if (symbol->name && symbol->type == STT_SECTION && symbol->section < elf->section_count) {
        symbol->name = elf->sections[symbol->section].name;
    }
    return symbol->name != NULL;
}

static bool read_symbols(struct elf *elf, struct bytes file) {
    const uint8_t *table = file.at + load64(file.at + 40);
    for (uint32_t i = 1; i < elf->section_count; i++) {
        const struct elf_section *section = &elf->sections[i];
        if (section->type != SHT_SYMTAB) {
            continue;
        }
        uint32_t link = load32(table + (uint64_t)i * SECTION_BYTES + 40);
        if (link >= elf->section_count || !elf->sections[link].bytes.at) {
            bpf_aot_error("%s: the symbols have no names", elf->path);
            return false;
        }
        elf->symbol_count = (uint32_t)(section->bytes.size / SYMBOL_BYTES);
        elf->symbols = take((uint64_t)elf->symbol_count * sizeof(*elf->symbols));
        for (uint32_t k = 0; k < elf->symbol_count; k++) {
            const uint8_t *row = section->bytes.at + (uint64_t)k * SYMBOL_BYTES;
            if (!read_symbol(elf, &elf->symbols[k], row, elf->sections[link].bytes)) {
                bpf_aot_error("%s: symbol %u refers to what is not in the file", elf->path, k);
                return false;
            }
        }
        return true;
    }
    bpf_aot_error("%s: no symbol table", elf->path);
    return false;
}

bool elf_open(struct elf *elf, const char *path) {
    struct bytes file;
    *elf = (struct elf){.path = path};
    return read_file(path, &file) && check_header(path, file) && read_sections(elf, file) &&
           name_sections(elf, file) && read_symbols(elf, file);
}

const struct elf_section *elf_find(const struct elf *elf, const char *name) {
    for (uint32_t i = 1; i < elf->section_count; i++) {
        if (same_text(elf->sections[i].name, name)) {
            return &elf->sections[i];
        }
    }
    return NULL;
}

bool elf_relocs(const struct elf *elf, uint32_t section, struct elf_reloc **relocs,
                uint32_t *count) {
    *count = 0;
    *relocs = NULL;
    for (uint32_t i = 1; i < elf->section_count; i++) {
        const struct elf_section *from = &elf->sections[i];
        if (from->type != SHT_REL || from->info != section) {
            continue;
        }
        *count = (uint32_t)(from->bytes.size / REL_BYTES);
        *relocs = take((uint64_t)*count * sizeof(**relocs));
        for (uint32_t k = 0; k < *count; k++) {
            const uint8_t *row = from->bytes.at + (uint64_t)k * REL_BYTES;
            uint64_t info = load64(row + 8);
            if (info >> 32 >= elf->symbol_count) {
                bpf_aot_error("%s: relocation %u of section %s has no symbol", elf->path, k,
                              elf->sections[section].name);
                return false;
            }
            (*relocs)[k] =
                (struct elf_reloc){load64(row), (uint32_t)info, &elf->symbols[info >> 32]};
        }
    }
    return true;
}
