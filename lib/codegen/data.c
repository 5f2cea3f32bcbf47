/* SPDX-License-Identifier: Apache-2.0 */
/* Maps, data sections and the lists by which a driver finds them (runtime.h). Two outputs share
 * a map of the same name and definition: the definition is part of the name of its COMDAT
 * group, so that equal ones fold and different ones are a duplicate symbol for the linker. */
#include <inttypes.h>
#include <llvm-c/Comdat.h>
#include <string.h>

#include "bpf-aot/runtime.h"
#include "emit.h"

static LLVMValueRef u32(struct codegen *c, uint32_t value) {
    return LLVMConstInt(c->types.i32, value, false);
}

static LLVMValueRef add_global(struct codegen *c, LLVMTypeRef type, const char *name,
                               LLVMValueRef initial) {
    LLVMValueRef global = LLVMAddGlobal(c->module, type, name);
    LLVMSetInitializer(global, initial);
    LLVMSetLinkage(global, LLVMInternalLinkage);
    return global;
}

static LLVMValueRef add_string(struct codegen *c, const char *name, const char *text) {
    LLVMValueRef bytes = LLVMConstStringInContext2(c->context, text, strlen(text), false);
    LLVMValueRef global = add_global(c, LLVMTypeOf(bytes), name, bytes);
    LLVMSetGlobalConstant(global, true);
    LLVMSetUnnamedAddress(global, LLVMGlobalUnnamedAddr);
    return global;
}

/* A pointer in one of the lists of runtime.h. The section may be empty of code references, so
 * that the optimiser must be told to keep it. */
static LLVMValueRef add_to_list(struct codegen *c, const char *section, const char *name,
                                LLVMValueRef item) {
    LLVMValueRef entry = add_global(c, c->types.ptr, name, item);
    LLVMSetSection(entry, section);
    LLVMSetGlobalConstant(entry, true);
    LLVMSetAlignment(entry, c->target->pointer_bits / 8);
    return entry;
}

/* llvm.used: the listed globals stay, in the object and through a linker's --gc-sections. */
static void keep(struct codegen *c, LLVMValueRef *globals, size_t count) {
    LLVMValueRef before = LLVMGetNamedGlobal(c->module, "llvm.used");
    size_t kept = before ? (size_t)LLVMGetNumOperands(LLVMGetInitializer(before)) : 0;
    LLVMValueRef *all = ARENA_NEW_N(&c->s->arena, LLVMValueRef, kept + count);
    for (size_t i = 0; i < kept; i++) {
        all[i] = LLVMGetOperand(LLVMGetInitializer(before), (unsigned)i);
    }
    memcpy(all + kept, globals, count * sizeof(*globals));
    if (before) {
        LLVMDeleteGlobal(before);
    }
    if (kept + count == 0) {
        return;
    }
    LLVMValueRef list = LLVMConstArray2(c->types.ptr, all, kept + count);
    LLVMValueRef used = LLVMAddGlobal(c->module, LLVMTypeOf(list), "llvm.used");
    LLVMSetInitializer(used, list);
    LLVMSetLinkage(used, LLVMAppendingLinkage);
    LLVMSetSection(used, "llvm.metadata");
}

static LLVMValueRef map_storage(struct codegen *c, const struct program_map *map) {
    uint64_t bytes =
        map->row->storage_bytes(map->key_size, map->value_size, map->max_entries, map->cpus);
    LLVMTypeRef type = LLVMArrayType2(c->types.i8, bytes);
    LLVMValueRef storage = add_global(
        c, type, arena_printf(&c->s->arena, "bpf_map_%s.storage", map->name), LLVMConstNull(type));
    LLVMSetAlignment(storage, 16);
    return storage;
}

static LLVMValueRef map_ops(struct codegen *c, const struct program_map *map) {
    char *name = arena_printf(&c->s->arena, "bpf_aot_%s_ops", map->row->name);
    LLVMValueRef ops = LLVMGetNamedGlobal(c->module, name);
    if (!ops) {
        ops = LLVMAddGlobal(c->module, c->types.i8, name);
        LLVMSetGlobalConstant(ops, true);
    }
    return ops;
}

static LLVMComdatRef map_group(struct codegen *c, const struct program_map *map) {
    char *name = arena_printf(&c->s->arena,
                              "bpf_map_%s:type=%" PRIu32 ",key=%" PRIu32 ",value=%" PRIu32
                              ",max=%" PRIu32 ",flags=%" PRIu32 ",cpus=%" PRIu32,
                              map->name, map->type, map->key_size, map->value_size,
                              map->max_entries, map->flags, map->cpus);
    LLVMComdatRef group = LLVMGetOrInsertComdat(c->module, name);
    LLVMSetComdatSelectionKind(group, LLVMAnyComdatSelectionKind);
    return group;
}

/* struct bpf_aot_map of runtime.h; returns its entry in the list. */
static LLVMValueRef define_map(struct codegen *c, uint32_t index) {
    const struct program_map *map = &c->program->maps[index];
    char *symbol = arena_printf(&c->s->arena, "bpf_map_%s", map->name);
    LLVMValueRef storage = map_storage(c, map);
    LLVMValueRef name = add_string(c, arena_printf(&c->s->arena, "%s.name", symbol), map->name);
    LLVMValueRef members[] = {
        map_ops(c, map),
        name,
        storage,
        LLVMConstNull(c->types.ptr),
        u32(c, map->type),
        u32(c, map->key_size),
        u32(c, map->value_size),
        u32(c, map->max_entries),
        u32(c, map->flags),
        u32(c, map->cpus),
    };
    LLVMValueRef initial = LLVMConstStructInContext(c->context, members, 10, false);
    LLVMValueRef global = add_global(c, LLVMTypeOf(initial), symbol, initial);
    LLVMSetLinkage(global, LLVMExternalLinkage);
    LLVMValueRef entry = add_to_list(c, BPF_AOT_MAPS_SECTION,
                                     arena_printf(&c->s->arena, "%s.entry", symbol), global);
    LLVMComdatRef group = map_group(c, map);
    LLVMValueRef all[] = {storage, name, global, entry};
    for (int i = 0; i < 4; i++) {
        LLVMSetComdat(all[i], group);
    }
    c->maps[index] = global;
    return entry;
}

static LLVMValueRef define_section(struct codegen *c, uint32_t index) {
    const struct program_data *data = &c->program->data[index];
    LLVMTypeRef type = LLVMArrayType2(c->types.i8, data->size_bytes);
    LLVMValueRef initial = data->bytes
                               ? LLVMConstStringInContext2(c->context, (const char *)data->bytes,
                                                           data->size_bytes, true)
                               : LLVMConstNull(type);
    LLVMValueRef global =
        add_global(c, type, arena_printf(&c->s->arena, "bpf_data%s", data->name), initial);
    LLVMSetGlobalConstant(global, data->read_only);
    LLVMSetAlignment(global, data->align < 8 ? 8 : (unsigned)data->align);
    c->data[index] = global;
    LLVMValueRef members[] = {
        add_string(c, "bpf_data.name", data->name),
        global,
        u32(c, (uint32_t)data->size_bytes),
        u32(c, data->read_only),
    };
    LLVMValueRef record = LLVMConstStructInContext(c->context, members, 4, false);
    LLVMValueRef description = add_global(c, LLVMTypeOf(record), "bpf_data.section", record);
    LLVMSetGlobalConstant(description, true);
    return add_to_list(c, BPF_AOT_SECTIONS_SECTION, "bpf_data.entry", description);
}

void data_define(struct codegen *c) {
    size_t count = c->program->map_count + c->program->data_count;
    LLVMValueRef *entries = ARENA_NEW_N(&c->s->arena, LLVMValueRef, count);
    for (uint32_t i = 0; i < c->program->map_count; i++) {
        entries[i] = define_map(c, i);
    }
    for (uint32_t i = 0; i < c->program->data_count; i++) {
        entries[c->program->map_count + i] = define_section(c, i);
    }
    keep(c, entries, count);
}

static uint32_t runtime_context(enum context_kind context) {
    static const uint32_t contexts[] = {
        [CONTEXT_RAW] = BPF_AOT_CONTEXT_RAW,
        [CONTEXT_XDP] = BPF_AOT_CONTEXT_XDP,
    };
    return contexts[context];
}

void data_register_programs(struct codegen *c) {
    LLVMValueRef *entries = ARENA_NEW_N(&c->s->arena, LLVMValueRef, c->program->function_count);
    size_t count = 0;
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        const struct function *function = &c->program->functions[i];
        if (function->kind != FUNC_PROGRAM) {
            continue;
        }
        LLVMValueRef members[] = {
            add_string(c, "bpf_program.name", function->name),
            add_string(c, "bpf_program.section", function->section),
            c->functions[i],
            u32(c, runtime_context(function->context)),
            u32(c, 0),
        };
        LLVMValueRef record = LLVMConstStructInContext(c->context, members, 5, false);
        LLVMValueRef description = add_global(c, LLVMTypeOf(record), "bpf_program", record);
        LLVMSetGlobalConstant(description, true);
        entries[count++] =
            add_to_list(c, BPF_AOT_PROGRAMS_SECTION, "bpf_program.entry", description);
    }
    keep(c, entries, count);
}
