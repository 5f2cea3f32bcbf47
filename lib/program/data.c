/* SPDX-License-Identifier: Apache-2.0 */
/* Data sections that something refers to, and the addresses that stand in them. */
#include <inttypes.h>

#include "program/build.h"
#include "support/bytes.h"

bool program_data_of(struct builder *b, size_t index, uint32_t *data_index) {
    const struct section *section = &b->object->sections[index];
    if (!b->data_index[index]) {
        if (section->size_bytes > UINT32_MAX) {
            return fail(b->s, at_section(section->name), "%zu bytes of data, the limit is %u",
                        section->size_bytes, UINT32_MAX);
        }
        *array_push(&b->s->arena, &b->data_sections) = section;
        *array_push(&b->s->arena, &b->data) = (struct program_data){
            .name = section->name,
            .bytes = section->data,
            .size_bytes = section->size_bytes,
            .align = section->align,
            .read_only = section->kind == SECTION_RODATA,
        };
        b->data_index[index] = (uint32_t)b->data.count;
    }
    *data_index = b->data_index[index] - 1;
    return true;
}

bool program_check_word(struct builder *b, const struct section *section, size_t index) {
    const struct reloc *reloc = &section->relocs[index];
    struct location where = at_section(section->name);
    const char *name = program_symbol_name(b, reloc->symbol);
    if (reloc->type != RELOC_64_ABS64 && reloc->type != RELOC_64_64) {
        return fail(b->s, where,
                    "relocation against '%s' at byte %" PRIu64 " has type %u, data takes type %u",
                    name, reloc->offset, reloc->type, RELOC_64_ABS64);
    }
    bool overlaps = index && reloc->offset - section->relocs[index - 1].offset < sizeof(uint64_t);
    if (!section->data || section->size_bytes - reloc->offset < sizeof(uint64_t) || overlaps) {
        return fail(b->s, where, "relocation against '%s' at byte %" PRIu64 ", which is no %s",
                    name, reloc->offset,
                    section->data ? "word of its own" : "contents of the file");
    }
    return true;
}

static bool resolve_word(struct builder *b, const struct section *section, size_t index,
                         struct program_address *address) {
    const struct reloc *reloc = &section->relocs[index];
    if (!program_check_word(b, section, index)) {
        return false;
    }
    struct reloc_target target = {
        .symbol = reloc->symbol,
        .addend = (int64_t)load64(section->data + reloc->offset, b->object->big_endian),
        .where = at_section(section->name),
        .may_be_end = true,
    };
    if (!program_resolve_target(b, &target, address)) {
        return false;
    }
    address->at = reloc->offset;
    if (address->ref == REF_FUNCTION) {
        b->functions.data[address->ref_index].address_taken = true;
    }
    return true;
}

bool program_resolve_data(struct builder *b, size_t index) {
    const struct section *section = b->data_sections.data[index];
    if (!section->reloc_count || section->kind == SECTION_JUMPTABLES) {
        return true;
    }
    struct program_address *addresses =
        ARENA_NEW_N(&b->s->arena, struct program_address, section->reloc_count);
    size_t count = 0;
    for (size_t i = 0; i < section->reloc_count; i++) {
        if (section->relocs[i].type == RELOC_NONE) {
            continue;
        }
        if (!resolve_word(b, section, i, &addresses[count])) {
            return false;
        }
        count += addresses[count].ref != REF_NONE;
    }
    b->data.data[index].addresses = addresses;
    b->data.data[index].address_count = count;
    return true;
}
