/* SPDX-License-Identifier: Apache-2.0 */
/* Relocations by place, and what all of them have to fulfil. */
#include <elf.h>

#include "program/operand.h"

size_t program_reloc_lower_bound(const struct section *section, uint64_t offset) {
    size_t low = 0, high = section->reloc_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (section->relocs[middle].offset < offset) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

/* R_BPF_NONE stands for nothing, but for a map in objects of machine 0. */
static bool counts(const struct builder *b, const struct reloc *reloc) {
    size_t section = reloc->symbol->section;
    if (reloc->type != RELOC_NONE) {
        return true;
    }
    if (section >= b->object->section_count) {
        return false;
    }
    enum section_kind kind = b->object->sections[section].kind;
    return kind == SECTION_MAPS || kind == SECTION_LEGACY_MAPS;
}

const struct reloc *program_reloc_at(const struct builder *b, const struct section *section,
                                     uint32_t slot) {
    uint64_t offset = (uint64_t)slot * INSN_BYTES;
    size_t index = program_reloc_lower_bound(section, offset);
    bool found = index < section->reloc_count && section->relocs[index].offset == offset &&
                 counts(b, &section->relocs[index]);
    return found ? &section->relocs[index] : NULL;
}

const char *program_symbol_name(const struct builder *b, const struct symbol *symbol) {
    if (!symbol->name[0] && symbol->section < b->object->section_count) {
        return b->object->sections[symbol->section].name;
    }
    return symbol->name;
}

bool program_check_symbol(const struct builder *b, const struct symbol *symbol,
                          struct location where) {
    if (symbol->section == SHN_UNDEF) {
        const char *section = object_extern_section(b->object, symbol->name);
        return section ? fail(b->s, where, "extern '%s' in %s is not supported by this version",
                              symbol->name, section)
                       : fail(b->s, where, "undefined symbol '%s'", symbol->name);
    }
    if (symbol->section >= b->object->section_count) {
        return fail(b->s, where, "symbol '%s' is in no section", symbol->name);
    }
    return true;
}

bool operand_check_type(const struct operand *o, uint32_t wanted) {
    if (o->reloc->type == wanted) {
        return true;
    }
    return fail(o->b->s, o->where,
                "relocation type %u against '%s' is unknown for %s, which takes type %u",
                o->reloc->type, program_symbol_name(o->b, o->reloc->symbol),
                op_name(o->insn->insn.op), wanted);
}
