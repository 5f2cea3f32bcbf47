/* SPDX-License-Identifier: Apache-2.0 */
/* What an LDDW stands for, by the kind of the section that its relocation points into. What this
 * version cannot do is named here, not ignored. */
#include <elf.h>
#include <inttypes.h>

#include "program/operand.h"

/* Place in the section that the relocation points into. */
static uint64_t reloc_place(const struct operand *o) {
    return o->reloc->symbol->value + (uint64_t)(int64_t)o->insn->insn.imm;
}

static bool resolve_map(struct operand *o) {
    const struct builder *b = o->b;
    uint64_t place = reloc_place(o);
    for (size_t i = 0; i < b->object->map_count; i++) {
        const struct map_def *map = &b->object->maps[i];
        if (map->section != o->reloc->symbol->section || map->offset != place) {
            continue;
        }
        if (!b->map_index[i]) {
            return fail(b->s, o->where, "%s", b->map_problems[i]);
        }
        o->insn->ref = REF_MAP;
        o->insn->ref_index = b->map_index[i] - 1;
        return true;
    }
    return fail(b->s, o->where, "no map starts at byte %" PRIu64 " of .maps", place);
}

static bool add_data(struct operand *o, size_t index) {
    struct builder *b = o->b;
    const struct section *section = &b->object->sections[index];
    if (section->reloc_count) {
        return fail(b->s, o->where,
                    "relocations in data ('%s' at byte %" PRIu64 " of %s) are not supported by "
                    "this version",
                    operand_symbol(b, section->relocs[0].symbol), section->relocs[0].offset,
                    section->name);
    }
    if (section->size_bytes > UINT32_MAX) {
        return fail(b->s, at_section(section->name), "%zu bytes of data, the limit is %u",
                    section->size_bytes, UINT32_MAX);
    }
    *array_push(&b->s->arena, &b->data) = (struct program_data){
        .name = section->name,
        .bytes = section->data,
        .size_bytes = section->size_bytes,
        .align = section->align,
        .read_only = section->kind == SECTION_RODATA,
    };
    b->data_index[index] = (uint32_t)b->data.count;
    return true;
}

/* Functions are called by their address from now on. */
static bool resolve_function(struct operand *o) {
    struct builder *b = o->b;
    struct call_target target =
        program_call_target(o->piece->section, o->insn->slot, &o->insn->insn, o->reloc);
    struct piece *piece = program_piece_at(b, target);
    if (!piece) {
        return fail(b->s, o->where, "address of %s+%" PRId64 ", where no function starts",
                    b->object->sections[target.section].name, target.slot);
    }
    o->insn->ref = REF_FUNCTION;
    o->insn->ref_index = program_function_of(b, piece);
    b->functions.data[o->insn->ref_index].address_taken = true;
    return true;
}

static bool resolve_data(struct operand *o) {
    size_t index = o->reloc->symbol->section;
    const struct section *section = &o->b->object->sections[index];
    uint64_t place = reloc_place(o);
    if (place >= section->size_bytes) {
        return fail(o->b->s, o->where, "byte %" PRId64 " is outside of %s, which has %zu",
                    (int64_t)place, section->name, section->size_bytes);
    }
    if (!o->b->data_index[index] && !add_data(o, index)) {
        return false;
    }
    o->insn->ref = REF_DATA;
    o->insn->ref_index = o->b->data_index[index] - 1;
    o->insn->ref_offset = (int64_t)place;
    return true;
}

typedef bool resolve_fn(struct operand *o);

/* By the kind of the section that an LDDW points into. */
static resolve_fn *const resolvers[] = {
    [SECTION_MAPS] = resolve_map,      [SECTION_DATA] = resolve_data,
    [SECTION_RODATA] = resolve_data,   [SECTION_BSS] = resolve_data,
    [SECTION_CODE] = resolve_function, [SECTION_STRUCT_OPS] = NULL,
};

static const char *const features[] = {
    [SECTION_OTHER] = "data outside of .data, .rodata and .bss",
    [SECTION_LICENSE] = "the license as data",
    [SECTION_VERSION] = "the version as data",
    [SECTION_LEGACY_MAPS] = "map definitions without BTF (bpf_map_def)",
    [SECTION_KCONFIG] = ".kconfig externs",
    [SECTION_KSYMS] = ".ksyms externs",
    [SECTION_STRUCT_OPS] = "struct_ops",
};

static bool resolve_lddw_reloc(struct operand *o) {
    struct builder *b = o->b;
    if (!operand_check_symbol(o)) {
        return false;
    }
    const struct section *section = &b->object->sections[o->reloc->symbol->section];
    resolve_fn *resolver = resolvers[section->kind];
    if (!resolver) {
        return fail(b->s, o->where, "%s ('%s' in section %s): not supported by this version",
                    features[section->kind], operand_symbol(b, o->reloc->symbol), section->name);
    }
    if (!operand_check_type(o, R_BPF_64_64)) {
        return false;
    }
    const struct insn *insn = &o->insn->insn;
    bool is_code = section->kind == SECTION_CODE && insn->src == LDDW_CODE_ADDR;
    if (insn->src > LDDW_MAP_VALUE && !is_code) {
        return fail(b->s, o->where, "relocation against '%s' at an lddw of kind %u",
                    operand_symbol(b, o->reloc->symbol), insn->src);
    }
    if (insn->imm64 != insn->imm && insn->imm64 != (uint32_t)insn->imm) {
        return fail(b->s, o->where, "the addend of a relocated lddw has more than 32 bits");
    }
    return resolver(o);
}

bool operand_resolve_lddw(struct operand *o) {
    static const char *const kinds[] = {
        [LDDW_MAP_FD] = "map file descriptor", [LDDW_MAP_VALUE] = "map value",
        [LDDW_VAR_ADDR] = "kernel variable",   [LDDW_CODE_ADDR] = "callback",
        [LDDW_MAP_IDX] = "map by index",       [LDDW_MAP_IDX_VALUE] = "map value by index",
    };
    if (o->reloc) {
        return resolve_lddw_reloc(o);
    }
    unsigned kind = o->insn->insn.src;
    if (kind == LDDW_IMM64) {
        return true;
    }
    if (kind == LDDW_CODE_ADDR) {
        return resolve_function(o);
    }
    return fail(o->b->s, o->where, "lddw of a %s (src %u) without a relocation", kinds[kind], kind);
}
