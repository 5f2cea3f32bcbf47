/* SPDX-License-Identifier: Apache-2.0 */
/* Relocations of the sections that matter (code, data, maps), sorted by offset. Those of debug
 * info and BTF are left alone: their addends in place are right as long as nothing moves. */
#include <inttypes.h>
#include <stdlib.h>

#include "object/read.h"

static int compare_relocs(const void *left, const void *right) {
    const struct reloc *a = left, *b = right;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static bool read_reloc(struct reader *r, Elf_Data *data, size_t index,
                       const struct section *section, struct reloc *reloc) {
    GElf_Rel rel;
    if (!gelf_getrel(data, (int)index, &rel)) {
        return fail(r->s, at_section(section->name), "relocation %zu is unreadable: %s", index,
                    elf_errmsg(-1));
    }
    if (rel.r_offset >= section->size_bytes) {
        return fail(r->s, at_section(section->name),
                    "relocation %zu is at byte %" PRIu64 ", the section has %zu", index,
                    rel.r_offset, section->size_bytes);
    }
    if (GELF_R_SYM(rel.r_info) >= r->object->symbol_count) {
        return fail(r->s, at_insn(section->name, (long)(rel.r_offset / 8)),
                    "relocation against symbol %" PRIu64 ", there are %zu",
                    (uint64_t)GELF_R_SYM(rel.r_info), r->object->symbol_count);
    }
    reloc->offset = rel.r_offset;
    reloc->type = (uint32_t)GELF_R_TYPE(rel.r_info);
    reloc->symbol = &r->object->symbols[GELF_R_SYM(rel.r_info)];
    return true;
}

static bool check_sorted(struct reader *r, const struct section *section) {
    for (size_t i = 1; i < section->reloc_count; i++) {
        if (section->relocs[i - 1].offset == section->relocs[i].offset) {
            return fail(r->s, at_insn(section->name, (long)(section->relocs[i].offset / 8)),
                        "two relocations for one place");
        }
    }
    return true;
}

static bool check_table(struct reader *r, const GElf_Shdr *header, const struct section *section) {
    if (header->sh_type == SHT_RELA) {
        return fail(r->s, at_section(section->name),
                    "relocations with addends (SHT_RELA), BPF has SHT_REL");
    }
    if (section->relocs) {
        return fail(r->s, at_section(section->name), "two relocation tables for one section");
    }
    if (header->sh_link != r->symbol_table || header->sh_entsize != sizeof(Elf64_Rel) ||
        header->sh_size % sizeof(Elf64_Rel)) {
        return fail(r->s, at_section(section->name),
                    "malformed relocation table: symbol table %u, entries of %" PRIu64
                    " bytes, %" PRIu64 " bytes",
                    header->sh_link, header->sh_entsize, header->sh_size);
    }
    return true;
}

static bool read_table(struct reader *r, size_t index) {
    const GElf_Shdr *header = &r->headers[index];
    if (header->sh_info >= r->object->section_count) {
        return fail(r->s, at_object(), "relocation table %zu is for section %u, there are %zu",
                    index, header->sh_info, r->object->section_count);
    }
    struct section *section = &r->object->sections[header->sh_info];
    if (section->kind == SECTION_OTHER) {
        return true;
    }
    if (!check_table(r, header, section)) {
        return false;
    }
    size_t count = header->sh_size / sizeof(Elf64_Rel);
    struct reloc *relocs = ARENA_NEW_N(&r->s->arena, struct reloc, count);
    Elf_Data *data = elf_getdata(elf_getscn(r->elf, index), NULL);
    for (size_t i = 0; i < count; i++) {
        if (!read_reloc(r, data, i, section, &relocs[i])) {
            return false;
        }
    }
    qsort(relocs, count, sizeof(*relocs), compare_relocs);
    section->relocs = relocs;
    section->reloc_count = count;
    return check_sorted(r, section);
}

bool object_read_relocs(struct reader *r) {
    for (size_t i = 1; i < r->object->section_count; i++) {
        GElf_Word type = r->headers[i].sh_type;
        if ((type == SHT_REL || type == SHT_RELA) && !read_table(r, i)) {
            return false;
        }
    }
    return true;
}
