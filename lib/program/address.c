/* SPDX-License-Identifier: Apache-2.0 */
/* What the target of a relocation is, by the kind of the section that it lies in: a function, a
 * map, a place in data. What this version cannot do is named here, not ignored. */
#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "program/build.h"

/* Place in the section that the relocation points into. */
static uint64_t place_of(const struct reloc_target *target) {
    return target->symbol->value + (uint64_t)target->addend;
}

static bool resolve_map(struct builder *b, const struct reloc_target *target,
                        struct program_address *address) {
    uint64_t place = place_of(target);
    size_t section = target->symbol->section;
    for (size_t i = 0; i < b->object->map_count; i++) {
        const struct map_def *map = &b->object->maps[i];
        if (map->section != section || map->offset != place) {
            continue;
        }
        if (!b->map_index[i]) {
            return fail(b->s, target->where, "%s", b->map_problems[i]);
        }
        address->ref = REF_MAP;
        address->ref_index = b->map_index[i] - 1;
        program_use_map(b, address->ref_index);
        return true;
    }
    return fail(b->s, target->where, "no map starts at byte %" PRIu64 " of %s", place,
                b->object->sections[section].name);
}

static bool resolve_function(struct builder *b, const struct reloc_target *target,
                             struct program_address *address) {
    uint64_t place = place_of(target);
    struct call_target start = {target->symbol->section, (int64_t)(place / INSN_BYTES)};
    struct piece *piece = place % INSN_BYTES ? NULL : program_piece_at(b, start);
    if (!piece) {
        return fail(b->s, target->where,
                    "address of byte %" PRId64 " of %s, where no function starts", (int64_t)place,
                    b->object->sections[start.section].name);
    }
    address->ref = REF_FUNCTION;
    address->ref_index = program_function_of(b, piece);
    return true;
}

static bool resolve_data(struct builder *b, const struct reloc_target *target,
                         struct program_address *address) {
    size_t index = target->symbol->section;
    const struct section *section = &b->object->sections[index];
    uint64_t place = place_of(target);
    if (place >= section->size_bytes + target->may_be_end) {
        return fail(b->s, target->where, "byte %" PRId64 " is outside of %s, which has %zu",
                    (int64_t)place, section->name, section->size_bytes);
    }
    address->ref = REF_DATA;
    address->ref_offset = (int64_t)place;
    return program_data_of(b, index, &address->ref_index);
}

typedef bool resolve_fn(struct builder *b, const struct reloc_target *target,
                        struct program_address *address);

static resolve_fn *const resolvers[] = {
    [SECTION_MAPS] = resolve_map,  [SECTION_LEGACY_MAPS] = resolve_map,
    [SECTION_DATA] = resolve_data, [SECTION_RODATA] = resolve_data,
    [SECTION_BSS] = resolve_data,  [SECTION_CODE] = resolve_function,
    [SECTION_STRUCT_OPS] = NULL,
};

static const char *const features[] = {
    [SECTION_OTHER] = "data outside of .data, .rodata and .bss",
    [SECTION_LICENSE] = "the license as data",
    [SECTION_VERSION] = "the version as data",
    [SECTION_JUMPTABLES] = "jump tables as data",
    [SECTION_KCONFIG] = ".kconfig externs",
    [SECTION_KSYMS] = ".ksyms externs",
    [SECTION_STRUCT_OPS] = "struct_ops",
};

/* What nobody defines and nobody has to: NULL, as libbpf has it. A weak .kconfig extern would be
 * a variable with a value. */
static bool is_absent(const struct builder *b, const struct symbol *symbol) {
    if (symbol->section != SHN_UNDEF || symbol->bind != STB_WEAK) {
        return false;
    }
    const char *section = object_extern_section(b->object, symbol->name);
    return !section || strcmp(section, ".ksyms") == 0;
}

bool program_resolve_target(struct builder *b, const struct reloc_target *target,
                            struct program_address *address) {
    *address = (struct program_address){.ref = REF_NONE};
    if (is_absent(b, target->symbol)) {
        return true;
    }
    if (!program_check_symbol(b, target->symbol, target->where)) {
        return false;
    }
    const struct section *section = &b->object->sections[target->symbol->section];
    resolve_fn *resolver = resolvers[section->kind];
    if (!resolver) {
        return fail(b->s, target->where, "%s ('%s' in section %s): not supported by this version",
                    features[section->kind], program_symbol_name(b, target->symbol), section->name);
    }
    return resolver(b, target, address);
}
