/* SPDX-License-Identifier: Apache-2.0 */
/* The ELF header and the section table: every range is checked here, once, so that the other
 * parts may follow offsets without looking again. */
#include <inttypes.h>
#include <string.h>

#include "object/read.h"

enum { EHDR_BYTES = sizeof(Elf64_Ehdr), SHDR_BYTES = sizeof(Elf64_Shdr), MAX_ALIGN = 4096 };

struct kind_name {
    const char *name;
    enum section_kind kind;
    char separator; /* what may follow the name; 0: nothing */
};

static const struct kind_name kind_names[] = {
    {".addr_space.1", SECTION_DATA, 0}, /* globals of the arena */
    {".bss", SECTION_BSS, '.'},
    {".data", SECTION_DATA, '.'},
    {".jumptables", SECTION_JUMPTABLES, 0},
    {".kconfig", SECTION_KCONFIG, 0},
    {".ksyms", SECTION_KSYMS, 0},
    {".maps", SECTION_MAPS, 0},
    {".rodata", SECTION_RODATA, '.'},
    {".struct_ops", SECTION_STRUCT_OPS, '.'},
    {"?.struct_ops", SECTION_STRUCT_OPS, '.'},
    {"license", SECTION_LICENSE, 0},
    {"maps", SECTION_LEGACY_MAPS, '/'},
    {"version", SECTION_VERSION, 0},
};

static enum section_kind kind_by_name(const char *name) {
    for (size_t i = 0; i < sizeof(kind_names) / sizeof(kind_names[0]); i++) {
        const struct kind_name *row = &kind_names[i];
        size_t length = strlen(row->name);
        if (strncmp(name, row->name, length) != 0) {
            continue;
        }
        if (name[length] == 0 || (row->separator && name[length] == row->separator)) {
            return row->kind;
        }
    }
    return SECTION_OTHER;
}

const char *object_string_at(const struct reader *r, size_t table, uint64_t offset) {
    if (table >= r->object->section_count || r->headers[table].sh_type != SHT_STRTAB) {
        return NULL;
    }
    const GElf_Shdr *header = &r->headers[table];
    if (offset >= header->sh_size) {
        return NULL;
    }
    const uint8_t *text = r->bytes + header->sh_offset + offset;
    return memchr(text, 0, header->sh_size - offset) ? (const char *)text : NULL;
}

static bool check_header(struct reader *r, GElf_Ehdr *header) {
    if (!gelf_getehdr(r->elf, header)) {
        return fail(r->s, at_object(), "truncated ELF header: %s", elf_errmsg(-1));
    }
    if (header->e_machine != EM_BPF && header->e_machine != EM_NONE) {
        return fail(r->s, at_object(), "machine %u is not BPF (machine %u)", header->e_machine,
                    EM_BPF);
    }
    if (header->e_ident[EI_CLASS] != ELFCLASS64) {
        return fail(r->s, at_object(), "ELF class %u is not 64-bit, as BPF objects are",
                    header->e_ident[EI_CLASS]);
    }
    if (header->e_type != ET_REL) {
        return fail(r->s, at_object(), "ELF type %u is not a relocatable object (type %u)",
                    header->e_type, ET_REL);
    }
    if (header->e_shoff == 0) {
        return fail(r->s, at_object(), "ELF object without sections");
    }
    r->object->big_endian = header->e_ident[EI_DATA] == ELFDATA2MSB;
    return true;
}

static bool read_headers(struct reader *r, const GElf_Ehdr *header) {
    size_t count = 0;
    if (elf_getshdrnum(r->elf, &count) != 0 || header->e_shoff > r->size_bytes ||
        count > (r->size_bytes - header->e_shoff) / SHDR_BYTES || count == 0) {
        return fail(r->s, at_object(),
                    "truncated ELF: section headers at byte %" PRIu64 " of %zu bytes",
                    header->e_shoff, r->size_bytes);
    }
    r->headers = ARENA_NEW_N(&r->s->arena, GElf_Shdr, count);
    r->object->sections = ARENA_NEW_N(&r->s->arena, struct section, count);
    r->object->section_count = count;
    for (size_t i = 1; i < count; i++) {
        GElf_Shdr *shdr = &r->headers[i];
        if (!gelf_getshdr(elf_getscn(r->elf, i), shdr)) {
            return fail(r->s, at_object(), "section header %zu is unreadable: %s", i,
                        elf_errmsg(-1));
        }
        bool in_file = shdr->sh_type != SHT_NOBITS && shdr->sh_type != SHT_NULL;
        if (in_file &&
            (shdr->sh_offset > r->size_bytes || shdr->sh_size > r->size_bytes - shdr->sh_offset)) {
            return fail(r->s, at_object(),
                        "truncated ELF: section %zu has %" PRIu64 " bytes at byte %" PRIu64
                        " of %zu bytes",
                        i, shdr->sh_size, shdr->sh_offset, r->size_bytes);
        }
    }
    return true;
}

static bool read_code_section(struct reader *r, struct section *section, const GElf_Shdr *header) {
    section->kind = SECTION_CODE;
    if (!section->data) {
        return fail(r->s, at_section(section->name), "executable section without contents");
    }
    if (section->size_bytes % 8) {
        return fail(r->s, at_section(section->name),
                    "executable section of %zu bytes, must be a multiple of 8",
                    section->size_bytes);
    }
    return true;
}

static bool read_section(struct reader *r, size_t index, size_t names) {
    const GElf_Shdr *header = &r->headers[index];
    struct section *section = &r->object->sections[index];
    section->name = object_string_at(r, names, header->sh_name);
    if (!section->name) {
        return fail(r->s, at_object(), "the name of section %zu is out of range", index);
    }
    bool in_file = header->sh_type != SHT_NOBITS && header->sh_type != SHT_NULL;
    section->data = in_file ? r->bytes + header->sh_offset : NULL;
    section->size_bytes = header->sh_size;
    section->align = header->sh_addralign ? header->sh_addralign : 1;
    if (header->sh_type != SHT_PROGBITS && header->sh_type != SHT_NOBITS) {
        return true;
    }
    section->kind = kind_by_name(section->name);
    if (header->sh_flags & SHF_EXECINSTR && !read_code_section(r, section, header)) {
        return false;
    }
    if (section->kind == SECTION_OTHER) {
        return true;
    }
    if (header->sh_flags & SHF_COMPRESSED) {
        return fail(r->s, at_section(section->name), "compressed section");
    }
    if (section->align > MAX_ALIGN || section->align & (section->align - 1)) {
        return fail(r->s, at_section(section->name),
                    "alignment %zu, must be a power of two of at most %d", section->align,
                    MAX_ALIGN);
    }
    return true;
}

bool object_read_sections(struct reader *r) {
    GElf_Ehdr header;
    size_t names;
    if (!check_header(r, &header) || !read_headers(r, &header)) {
        return false;
    }
    if (elf_getshdrstrndx(r->elf, &names) != 0) {
        return fail(r->s, at_object(), "ELF object without section names");
    }
    r->object->sections[0].name = "";
    size_t code_bytes = 0;
    for (size_t i = 1; i < r->object->section_count; i++) {
        if (!read_section(r, i, names)) {
            return false;
        }
        const struct section *section = &r->object->sections[i];
        code_bytes += section->kind == SECTION_CODE ? section->size_bytes : 0;
    }
    return code_bytes ? true : fail(r->s, at_object(), "no executable code");
}
