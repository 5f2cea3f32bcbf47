/* SPDX-License-Identifier: Apache-2.0 */
/* Copies a function and, behind it, every function that it calls; insns that name a function or a
 * map by relocation, or a function by distance, get what the kernel wants there. */
#include "driver/print.h"
#include "libcalls/libcalls.h"
#include "object.h"

uint32_t insn_src(const struct insn *insn) {
    return __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__ ? insn->regs & 15u : insn->regs >> 4;
}

void insn_set_src(struct insn *insn, uint32_t src) {
    bool is_big = __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__;
    insn->regs = (uint8_t)(is_big ? (insn->regs & 0xf0u) | src : (insn->regs & 15u) | src << 4);
}

struct linker {
    struct program *program;
    struct object *object;
    const struct placed *from; /* the function whose insns are looked at */
    uint32_t at;               /* the insn in it */
};

static const char *section_name(const struct linker *l, uint32_t section) {
    return l->object->elf.sections[section].name;
}

static bool fail(const struct linker *l, const char *what, const char *name) {
    bpf_aot_error("%s: %s: insn %u of section %s: %s%s%s", l->object->elf.path, l->from->name,
                  l->from->section_insn + l->at, section_name(l, l->from->section), what,
                  *name ? " " : "", name);
    return false;
}

/* The list at twice its room. */
static void *grow(void *items, uint32_t count, uint32_t *capacity, size_t item_bytes) {
    uint32_t wanted = *capacity ? *capacity * 2 : 16;
    void *larger = take((uint64_t)wanted * item_bytes);
    memcpy(larger, items, count * item_bytes);
    *capacity = wanted;
    return larger;
}

static bool place(struct program *program, struct object *object, const struct function *function) {
    const struct elf_section *section = &object->elf.sections[function->section];
    if (object->has_core[function->section]) {
        bpf_aot_error("%s: section %s has CO-RE relocations, which are not supported",
                      object->elf.path, section->name);
        return false;
    }
    while (program->insn_capacity - program->insn_count < function->count) {
        program->insns = grow(program->insns, program->insn_count, &program->insn_capacity,
                              sizeof(*program->insns));
    }
    if (program->function_count == program->function_capacity) {
        program->functions = grow(program->functions, program->function_count,
                                  &program->function_capacity, sizeof(*program->functions));
    }
    program->functions[program->function_count++] = (struct placed){
        function->name, program->insn_count, function->count, function->section, function->insn};
    memcpy(program->insns + program->insn_count,
           section->bytes.at + (uint64_t)function->insn * INSN_BYTES,
           (size_t)function->count * INSN_BYTES);
    program->insn_count += function->count;
    return true;
}

/* Where the function that begins at this insn of its section is, placed now if it was not yet. */
static bool target(struct linker *l, uint32_t section, uint64_t insn, uint32_t *first) {
    struct program *program = l->program;
    for (uint32_t i = 0; i < program->function_count; i++) {
        const struct placed *placed = &program->functions[i];
        if (placed->section == section && placed->section_insn == insn) {
            *first = placed->insn;
            return true;
        }
    }
    for (uint32_t i = 0; i < l->object->function_count; i++) {
        const struct function *function = &l->object->functions[i];
        if (function->section == section && function->insn == insn) {
            *first = program->insn_count;
            uint32_t from = (uint32_t)(l->from - program->functions);
            bool done = place(program, l->object, function);
            l->from = &program->functions[from];
            return done;
        }
    }
    return fail(l, "calls what is no function of section", section_name(l, section));
}

static bool use_map(struct linker *l, struct insn *insn, const struct map *map) {
    struct program *program = l->program;
    uint32_t index = 0;
    while (index < program->map_count && program->maps[index] != map) {
        index++;
    }
    if (index == program->map_count) {
        if (index == program->map_capacity) {
            program->maps = grow(program->maps, index, &program->map_capacity, sizeof(map));
        }
        program->maps[program->map_count++] = map;
    }
    if (map->is_data) {
        insn[1].imm = insn[0].imm;
    }
    insn_set_src(insn, map->is_data ? SRC_MAP_VALUE : SRC_MAP_FD);
    insn->imm = (int32_t)index;
    return true;
}

static bool relocate_map(struct linker *l, struct insn *insn, const struct elf_symbol *symbol) {
    const struct maps *maps = &l->object->maps;
    for (uint32_t i = 0; i < maps->count; i++) {
        const struct map *map = &maps->items[i];
        if (map->section != symbol->section || (!map->is_data && map->value != symbol->value)) {
            continue;
        }
        struct elf_reloc *relocs;
        uint32_t count;
        if (!elf_relocs(&l->object->elf, map->section, &relocs, &count)) {
            return false;
        }
        if (map->is_data && count) {
            return fail(l, "uses data that has addresses in it:", map->name);
        }
        if (map->is_data) {
            insn->imm += (int32_t)symbol->value;
        }
        return use_map(l, insn, map);
    }
    return fail(l, "refers to what is neither map, data nor function:", symbol->name);
}

/* kernel Documentation/bpf/llvm_reloc.rst: the addend is in the insn, for a call in insns. */
static bool relocate(struct linker *l, struct insn *insn, const struct elf_reloc *reloc) {
    const struct elf *elf = &l->object->elf;
    const struct elf_symbol *symbol = reloc->symbol;
    bool is_call = reloc->type == R_BPF_64_32 && insn->code == CODE_CALL;
    bool is_load =
        reloc->type == R_BPF_64_64 && insn->code == CODE_LD_IMM64 && l->at + 1 < l->from->count;
    if (!is_call && !is_load) {
        return fail(l, "has a relocation that does not fit:", symbol->name);
    }
    if (symbol->section == 0 || symbol->section >= elf->section_count) {
        return fail(l, "refers to a symbol of the kernel or of another object:", symbol->name);
    }
    if (!(elf->sections[symbol->section].flags & SHF_EXECINSTR)) {
        return is_load ? relocate_map(l, insn, symbol) : fail(l, "calls data:", symbol->name);
    }
    int64_t addend = is_call ? insn->imm + 1 : insn->imm / INSN_BYTES;
    uint64_t first = (uint64_t)((int64_t)(symbol->value / INSN_BYTES) + addend);
    uint32_t index = (uint32_t)(l->from->insn + l->at), placed;
    if (!target(l, symbol->section, first, &placed)) {
        return false;
    }
    insn = &l->program->insns[index]; /* may have moved */
    insn_set_src(insn, is_call ? SRC_CALL : SRC_FUNC);
    insn->imm = (int32_t)(placed - index - 1);
    return true;
}

static const struct elf_reloc *find_reloc(const struct linker *l) {
    const struct section_relocs *relocs = &l->object->relocs[l->from->section];
    uint64_t offset = ((uint64_t)l->from->section_insn + l->at) * INSN_BYTES;
    for (uint32_t i = 0; i < relocs->count; i++) {
        if (relocs->items[i].offset == offset) {
            return &relocs->items[i];
        }
    }
    return NULL;
}

/* A call within a section needs no relocation. */
static bool link_call(struct linker *l, const struct insn *insn) {
    uint32_t index = l->from->insn + l->at, placed;
    uint64_t first = (uint64_t)((int64_t)l->from->section_insn + l->at + insn->imm + 1);
    if (!target(l, l->from->section, first, &placed)) {
        return false;
    }
    l->program->insns[index].imm = (int32_t)(placed - index - 1);
    return true;
}

static bool link_function(struct linker *l) {
    struct section_relocs *relocs = &l->object->relocs[l->from->section];
    if (!relocs->is_read &&
        !elf_relocs(&l->object->elf, l->from->section, &relocs->items, &relocs->count)) {
        return false;
    }
    relocs->is_read = true;
    for (l->at = 0; l->at < l->from->count; l->at++) {
        struct insn *insn = &l->program->insns[l->from->insn + l->at];
        bool is_wide = insn->code == CODE_LD_IMM64;
        const struct elf_reloc *reloc = find_reloc(l);
        if (reloc && !relocate(l, insn, reloc)) {
            return false;
        }
        if (!reloc && insn->code == CODE_CALL && insn_src(insn) == SRC_CALL &&
            !link_call(l, insn)) {
            return false;
        }
        l->at += is_wide;
    }
    return true;
}

bool link_program(struct program *program, struct object *object, const struct function *main) {
    if (!place(program, object, main)) {
        return false;
    }
    for (uint32_t i = 0; i < program->function_count; i++) {
        struct linker l = {.program = program, .object = object, .from = &program->functions[i]};
        if (!link_function(&l)) {
            return false;
        }
    }
    return true;
}
