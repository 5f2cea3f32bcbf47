/* SPDX-License-Identifier: Apache-2.0 */
/* What the operands of LDDW and CALL stand for: relocations and call distances become indices.
 * Starts from the programs; a call to a new function adds it to the list that is worked off. */
#include <bpf/libbpf.h>
#include <elf.h>
#include <inttypes.h>
#include <string.h>

#include "program/build.h"

enum { HELPER_TAIL_CALL = 12 };

/* One insn on its way. */
struct operand {
    struct builder *b;
    const struct piece *piece;
    struct prog_insn *insn;
    const struct reloc *reloc; /* or NULL */
    struct location where;
};

size_t reloc_lower_bound(const struct section *section, uint64_t offset) {
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

const struct reloc *reloc_at(const struct section *section, uint32_t slot) {
    uint64_t offset = (uint64_t)slot * INSN_BYTES;
    size_t index = reloc_lower_bound(section, offset);
    bool found = index < section->reloc_count && section->relocs[index].offset == offset;
    return found ? &section->relocs[index] : NULL;
}

static const char *symbol_name(const struct builder *b, const struct symbol *symbol) {
    if (!symbol->name[0] && symbol->section < b->object->section_count) {
        return b->object->sections[symbol->section].name;
    }
    return symbol->name;
}

/* The defined symbol of the relocation has a section. */
static bool check_symbol(const struct operand *o) {
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

static bool check_type(const struct operand *o, uint32_t wanted) {
    if (o->reloc->type == wanted) {
        return true;
    }
    return fail(
        o->b->s, o->where, "relocation type %u against '%s' is unknown for %s, which takes type %u",
        o->reloc->type, symbol_name(o->b, o->reloc->symbol), op_name(o->insn->insn.op), wanted);
}

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
                    symbol_name(b, section->relocs[0].symbol), section->relocs[0].offset,
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
    [SECTION_MAPS] = resolve_map, [SECTION_DATA] = resolve_data, [SECTION_RODATA] = resolve_data,
    [SECTION_BSS] = resolve_data, [SECTION_STRUCT_OPS] = NULL,
};

static const char *const features[] = {
    [SECTION_OTHER] = "data outside of .data, .rodata and .bss",
    [SECTION_CODE] = "callbacks and other function pointers",
    [SECTION_LICENSE] = "the license as data",
    [SECTION_VERSION] = "the version as data",
    [SECTION_LEGACY_MAPS] = "map definitions without BTF (bpf_map_def)",
    [SECTION_KCONFIG] = ".kconfig externs",
    [SECTION_KSYMS] = ".ksyms externs",
    [SECTION_STRUCT_OPS] = "struct_ops",
};

static bool resolve_lddw_reloc(struct operand *o) {
    struct builder *b = o->b;
    if (!check_symbol(o)) {
        return false;
    }
    const struct section *section = &b->object->sections[o->reloc->symbol->section];
    resolve_fn *resolver = resolvers[section->kind];
    if (!resolver) {
        return fail(b->s, o->where, "%s ('%s' in section %s): not supported by this version",
                    features[section->kind], symbol_name(b, o->reloc->symbol), section->name);
    }
    if (!check_type(o, R_BPF_64_64)) {
        return false;
    }
    const struct insn *insn = &o->insn->insn;
    if (insn->src > LDDW_MAP_VALUE) {
        return fail(b->s, o->where, "relocation against '%s' at an lddw of kind %u",
                    symbol_name(b, o->reloc->symbol), insn->src);
    }
    if (insn->imm64 != insn->imm && insn->imm64 != (uint32_t)insn->imm) {
        return fail(b->s, o->where, "the addend of a relocated lddw has more than 32 bits");
    }
    return resolver(o);
}

static bool resolve_lddw(struct operand *o) {
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
    return fail(o->b->s, o->where, "lddw of a %s (src %u) without a relocation", kinds[kind], kind);
}

static bool resolve_helper(struct operand *o) {
    if (o->reloc) {
        return fail(o->b->s, o->where, "relocation against '%s' at a helper call",
                    symbol_name(o->b, o->reloc->symbol));
    }
    int32_t id = o->insn->insn.imm;
    size_t count;
    const struct helper_row *rows = helper_rows(&count);
    for (size_t i = 0; i < count; i++) {
        if ((int64_t)rows[i].id == id) {
            o->insn->ref = REF_HELPER;
            o->insn->ref_index = (uint32_t)i;
            return true;
        }
    }
    return id == HELPER_TAIL_CALL
               ? fail(o->b->s, o->where, "tail calls (helper 12) are not supported by this version")
               : fail(o->b->s, o->where, "helper %" PRId32 " has no row in helpers.def", id);
}

struct call_target call_target(size_t section, uint32_t slot, const struct insn *insn,
                               const struct reloc *reloc) {
    if (!reloc) {
        return (struct call_target){section, (int64_t)slot + 1 + insn->imm};
    }
    /* Against a function imm is -1; against a section it has the distance less one. */
    return (struct call_target){reloc->symbol->section,
                                (int64_t)(reloc->symbol->value / 8) + 1 + insn->imm};
}

/* Index of the function, which joins the list when it is new. */
static uint32_t function_of(struct builder *b, struct piece *piece) {
    if (!piece->function) {
        struct function *function = array_push(&b->s->arena, &b->functions);
        function->name = piece->name;
        function->section = section_of(b, piece)->name;
        function->kind = piece->is_program  ? FUNC_PROGRAM
                         : piece->is_global ? FUNC_GLOBAL
                                            : FUNC_STATIC;
        function->context = piece->context;
        function->prog_type = piece->prog_type;
        *array_push(&b->s->arena, &b->origins) = piece;
        piece->function = (uint32_t)b->functions.count;
    }
    return piece->function - 1;
}

static bool resolve_local(struct operand *o) {
    struct builder *b = o->b;
    if (o->reloc && (!check_symbol(o) || !check_type(o, R_BPF_64_32))) {
        return false;
    }
    struct call_target target =
        call_target(o->piece->section, o->insn->slot, &o->insn->insn, o->reloc);
    bool is_whole = !o->reloc || o->reloc->symbol->value % INSN_BYTES == 0;
    struct piece *callee = is_whole ? piece_at(b, target) : NULL;
    if (!callee) {
        return fail(b->s, o->where, "call to %s+%" PRId64 ", where no function starts",
                    b->object->sections[target.section].name, target.slot);
    }
    o->insn->ref = REF_FUNCTION;
    o->insn->ref_index = function_of(b, callee);
    return true;
}

static bool resolve_call(struct operand *o) {
    switch (o->insn->insn.src) {
    case CALL_HELPER:
        return resolve_helper(o);
    case CALL_LOCAL:
        return resolve_local(o);
    default:
        return fail(o->b->s, o->where,
                    "calls of kernel functions (kfunc %" PRId32
                    ") are not supported by this version",
                    o->insn->insn.imm);
    }
}

static bool resolve_insn(struct operand *o) {
    switch (o->insn->insn.op) {
    case OP_LDDW:
        return resolve_lddw(o);
    case OP_CALL:
        return resolve_call(o);
    default:
        return o->reloc ? fail(o->b->s, o->where, "relocation against '%s' at %s, not lddw or call",
                               symbol_name(o->b, o->reloc->symbol), op_name(o->insn->insn.op))
                        : true;
    }
}

/* CO-RE records name insns, not symbols; one in a function that is needed cannot be applied. */
static bool check_core(struct builder *b, const struct piece *piece) {
    const struct object *object = b->object;
    const char *name = section_of(b, piece)->name;
    size_t low = 0, high = object->core_relo_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct core_relo *relo = &object->core_relos[middle];
        int order = strcmp(relo->section, name);
        if (order < 0 || (order == 0 && relo->offset / INSN_BYTES < piece->first)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const struct core_relo *first = &object->core_relos[low];
    if (low == object->core_relo_count || strcmp(first->section, name) != 0 ||
        first->offset / INSN_BYTES >= piece->end) {
        return true;
    }
    return fail(b->s, at_slot(b, piece, first->offset / INSN_BYTES),
                "CO-RE relocations are not supported by this version");
}

/* Every relocation of the function must belong to the first slot of an insn. */
static bool check_reloc_places(struct builder *b, const struct piece *piece,
                               const struct function *function) {
    const struct section *section = section_of(b, piece);
    size_t i = reloc_lower_bound(section, (uint64_t)piece->first * INSN_BYTES);
    size_t insn = 0;
    for (; i < section->reloc_count; i++) {
        uint64_t offset = section->relocs[i].offset;
        if (offset >= (uint64_t)piece->end * INSN_BYTES) {
            break;
        }
        while (insn < function->insn_count &&
               (uint64_t)function->insns[insn].slot * INSN_BYTES < offset) {
            insn++;
        }
        if (insn == function->insn_count ||
            (uint64_t)function->insns[insn].slot * INSN_BYTES != offset) {
            return fail(b->s, at_slot(b, piece, (uint32_t)(offset / INSN_BYTES)),
                        "relocation against '%s' at byte %" PRIu64 ", not the start of an insn",
                        symbol_name(b, section->relocs[i].symbol), offset);
        }
    }
    return true;
}

static bool resolve_function(struct builder *b, size_t index) {
    const struct piece *piece = b->origins.data[index];
    struct function function = b->functions.data[index];
    if (!check_core(b, piece) || !check_function(b, piece, &function) ||
        !check_reloc_places(b, piece, &function)) {
        return false;
    }
    for (size_t i = 0; i < function.insn_count; i++) {
        struct prog_insn *insn = &function.insns[i];
        struct operand operand = {
            .b = b,
            .piece = piece,
            .insn = insn,
            .reloc = reloc_at(section_of(b, piece), insn->slot),
            .where = at_slot(b, piece, insn->slot),
        };
        if (!resolve_insn(&operand)) {
            return false;
        }
    }
    b->functions.data[index] = function;
    return true;
}

bool resolve_functions(struct builder *b) {
    b->data_index = ARENA_NEW_N(&b->s->arena, uint32_t, b->object->section_count);
    for (size_t i = 0; i < b->pieces.count; i++) {
        if (b->pieces.data[i].is_program) {
            function_of(b, &b->pieces.data[i]);
        }
    }
    for (size_t i = 0; i < b->functions.count; i++) {
        if (!resolve_function(b, i)) {
            return false;
        }
    }
    return true;
}
