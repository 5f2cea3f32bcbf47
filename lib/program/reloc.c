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

const struct reloc *program_reloc_at(const struct section *section, uint32_t slot) {
    uint64_t offset = (uint64_t)slot * INSN_BYTES;
    size_t index = program_reloc_lower_bound(section, offset);
    bool found = index < section->reloc_count && section->relocs[index].offset == offset;
    return found ? &section->relocs[index] : NULL;
}

const char *operand_symbol(const struct builder *b, const struct symbol *symbol) {
    if (!symbol->name[0] && symbol->section < b->object->section_count) {
        return b->object->sections[symbol->section].name;
    }
    return symbol->name;
}

/* The defined symbol of the relocation has a section. */
bool operand_check_symbol(const struct operand *o) {
    const struct symbol *symbol = o->reloc->symbol;
    if (symbol->section == SHN_UNDEF) {
        const char *section = object_extern_section(o->b->object, symbol->name);
        return section
                   ? fail(o->b->s, o->where, "extern '%s' in %s is not supported by this version",
                          symbol->name, section)
                   : fail(o->b->s, o->where, "undefined symbol '%s'", symbol->name);
    }
    if (symbol->section >= o->b->object->section_count) {
        return fail(o->b->s, o->where, "symbol '%s' is in no section", symbol->name);
    }
    return true;
}

bool operand_check_type(const struct operand *o, uint32_t wanted) {
    if (o->reloc->type == wanted) {
        return true;
    }
    return fail(
        o->b->s, o->where, "relocation type %u against '%s' is unknown for %s, which takes type %u",
        o->reloc->type, operand_symbol(o->b, o->reloc->symbol), op_name(o->insn->insn.op), wanted);
}
