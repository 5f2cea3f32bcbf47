/* SPDX-License-Identifier: Apache-2.0 */
/* The symbol table. Names and section numbers are checked; what a symbol's value means is not
 * known here. */
#include <inttypes.h>

#include "object/read.h"

static bool find_table(struct reader *r) {
    for (size_t i = 1; i < r->object->section_count; i++) {
        if (r->headers[i].sh_type != SHT_SYMTAB) {
            continue;
        }
        if (r->symbol_table) {
            return fail(r->s, at_object(), "two symbol tables, sections %zu and %zu",
                        r->symbol_table, i);
        }
        r->symbol_table = i;
    }
    return r->symbol_table ? true : fail(r->s, at_object(), "no symbol table");
}

static bool read_symbol(struct reader *r, Elf_Data *data, size_t index) {
    GElf_Sym sym;
    if (!gelf_getsym(data, (int)index, &sym)) {
        return fail(r->s, at_object(), "symbol %zu is unreadable: %s", index, elf_errmsg(-1));
    }
    struct symbol *symbol = &r->object->symbols[index];
    symbol->name = object_string_at(r, r->headers[r->symbol_table].sh_link, sym.st_name);
    if (!symbol->name) {
        return fail(r->s, at_object(), "the name of symbol %zu is out of range", index);
    }
    if (sym.st_shndx == SHN_XINDEX ||
        (sym.st_shndx >= r->object->section_count && sym.st_shndx < SHN_LORESERVE)) {
        return fail(r->s, at_object(), "symbol '%s' is in section %u, there are %zu", symbol->name,
                    sym.st_shndx, r->object->section_count);
    }
    symbol->value = sym.st_value;
    symbol->size = sym.st_size;
    symbol->type = GELF_ST_TYPE(sym.st_info);
    symbol->bind = GELF_ST_BIND(sym.st_info);
    symbol->section = sym.st_shndx;
    return true;
}

bool object_read_symbols(struct reader *r) {
    if (!find_table(r)) {
        return false;
    }
    const GElf_Shdr *header = &r->headers[r->symbol_table];
    if (header->sh_entsize != sizeof(Elf64_Sym) || header->sh_size % sizeof(Elf64_Sym)) {
        return fail(r->s, at_object(),
                    "symbol table of %" PRIu64 " bytes in entries of %" PRIu64 ", must be %zu",
                    header->sh_size, header->sh_entsize, sizeof(Elf64_Sym));
    }
    size_t count = header->sh_size / sizeof(Elf64_Sym);
    r->object->symbols = ARENA_NEW_N(&r->s->arena, struct symbol, count);
    r->object->symbol_count = count;
    Elf_Data *data = elf_getdata(elf_getscn(r->elf, r->symbol_table), NULL);
    for (size_t i = 0; i < count; i++) {
        if (!read_symbol(r, data, i)) {
            return false;
        }
    }
    return true;
}
