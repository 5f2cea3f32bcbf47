/* SPDX-License-Identifier: Apache-2.0 */
/* Maps as static storage and a handle (runtime.h). Two outputs share a map of the same name and
 * definition: the definition is part of the name of its COMDAT group, so that equal ones fold and
 * different ones are a duplicate symbol for the linker. */
#include <inttypes.h>
#include <llvm-c/Comdat.h>

#include "bpf-aot/runtime.h"
#include "emit.h"

static LLVMValueRef map_ops(struct codegen *c, const struct program_map *map) {
    char *name = arena_printf(&c->s->arena, "bpf_aot_%s_ops", map->row->name);
    LLVMValueRef ops = LLVMGetNamedGlobal(c->module, name);
    if (!ops) {
        ops = LLVMAddGlobal(c->module, c->types.i8, name);
        LLVMSetGlobalConstant(ops, true);
    }
    return ops;
}

static const char *value_name(const struct codegen *c, const struct program_address *value) {
    return value->ref == REF_FUNCTION ? c->program->functions[value->ref_index].name
                                      : c->program->maps[value->ref_index].name;
}

/* All of the definition; static values, too, by name. */
static char *definition(struct codegen *c, const struct program_map *map) {
    struct arena *arena = &c->s->arena;
    char *text = arena_printf(arena,
                              "type=%" PRIu32 ",key=%" PRIu32 ",value=%" PRIu32 ",max=%" PRIu32
                              ",flags=%" PRIu32 ",cpus=%" PRIu32,
                              map->type, map->key_size, map->value_size, map->max_entries,
                              map->flags, map->cpus);
    for (size_t i = 0; i < map->value_count; i++) {
        text = arena_printf(arena, "%s,%" PRIu64 "=%s", text, map->values[i].at,
                            value_name(c, &map->values[i]));
    }
    return text;
}

static LLVMComdatRef map_group(struct codegen *c, const struct program_map *map) {
    LLVMComdatRef group = LLVMGetOrInsertComdat(
        c->module, arena_printf(&c->s->arena, "bpf_map_%s:%s", map->name, definition(c, map)));
    LLVMSetComdatSelectionKind(group, LLVMAnyComdatSelectionKind);
    return group;
}

/* struct bpf_aot_map of runtime.h */
static LLVMTypeRef handle_type(struct codegen *c) {
    LLVMTypeRef members[] = {c->types.ptr, c->types.ptr, c->types.ptr, c->types.ptr, c->types.i32,
                             c->types.i32, c->types.i32, c->types.i32, c->types.i32, c->types.i32};
    return LLVMStructTypeInContext(c->context, members, 10, false);
}

static LLVMValueRef handle(struct codegen *c, const struct program_map *map, LLVMValueRef name,
                           LLVMValueRef storage, LLVMValueRef inner) {
    LLVMValueRef members[] = {
        map_ops(c, map),
        name,
        storage,
        inner,
        constant_u32(c, map->type),
        constant_u32(c, map->key_size),
        constant_u32(c, map->value_size),
        constant_u32(c, map->max_entries),
        constant_u32(c, map->flags),
        constant_u32(c, map->cpus),
    };
    return LLVMConstStructInContext(c->context, members, 10, false);
}

/* union bpf_aot_slot: the pointer first, 8 bytes in all. */
static LLVMValueRef slot(struct codegen *c, LLVMValueRef pointer) {
    LLVMValueRef members[] = {pointer, LLVMConstNull(c->types.i32)};
    return LLVMConstStructInContext(c->context, members, c->target->pointer_bits == 32 ? 2 : 1,
                                    false);
}

static LLVMValueRef slots(struct codegen *c, const struct program_map *map) {
    LLVMValueRef empty = slot(c, LLVMConstNull(c->types.ptr));
    LLVMValueRef *all = ARENA_NEW_N(&c->s->arena, LLVMValueRef, map->max_entries);
    for (uint32_t i = 0; i < map->max_entries; i++) {
        all[i] = empty;
    }
    for (size_t i = 0; i < map->value_count; i++) {
        const struct program_address *value = &map->values[i];
        all[value->at] = slot(c, value->ref == REF_FUNCTION ? c->records[value->ref_index]
                                                            : c->maps[value->ref_index]);
    }
    return LLVMConstArray2(LLVMTypeOf(empty), all, map->max_entries);
}

static LLVMValueRef storage(struct codegen *c, const struct program_map *map) {
    uint64_t bytes =
        map->row->storage_bytes(map->key_size, map->value_size, map->max_entries, map->cpus);
    LLVMValueRef initial =
        map->value_count ? slots(c, map) : LLVMConstNull(LLVMArrayType2(c->types.i8, bytes));
    char *name = arena_printf(&c->s->arena, "bpf_map_%s.storage", map->name);
    LLVMValueRef global = global_add(c, LLVMTypeOf(initial), name, initial);
    LLVMSetAlignment(global, 16);
    /* Code refers to it: where another output's group wins, it must find that one's. */
    LLVMSetLinkage(global, LLVMExternalLinkage);
    LLVMSetVisibility(global, LLVMHiddenVisibility);
    return global;
}

/* The template of what a map of maps holds: a handle without storage. */
static LLVMValueRef template(struct codegen *c, const struct program_map *map) {
    if (!map->inner) {
        return LLVMConstNull(c->types.ptr);
    }
    LLVMValueRef null = LLVMConstNull(c->types.ptr);
    LLVMValueRef initial = handle(c, map->inner, null, null, null);
    char *name = arena_printf(&c->s->arena, "bpf_map_%s.inner", map->name);
    return global_add(c, LLVMTypeOf(initial), name, initial);
}

/* Returns the map's entry in the list. */
static LLVMValueRef define(struct codegen *c, uint32_t index) {
    const struct program_map *map = &c->program->maps[index];
    LLVMValueRef name =
        global_string(c, arena_printf(&c->s->arena, "bpf_map_%s.name", map->name), map->name);
    LLVMValueRef bytes = c->storage[index] = storage(c, map);
    LLVMValueRef inner = template(c, map);
    LLVMSetInitializer(c->maps[index], handle(c, map, name, bytes, inner));
    LLVMValueRef entry =
        global_list(c, BPF_AOT_MAPS_SECTION,
                    arena_printf(&c->s->arena, "bpf_map_%s.entry", map->name), c->maps[index]);
    LLVMComdatRef group = map_group(c, map);
    LLVMValueRef all[] = {bytes, name, c->maps[index], entry};
    for (int i = 0; i < 4; i++) {
        LLVMSetComdat(all[i], group);
    }
    if (map->inner) {
        LLVMSetComdat(inner, group);
    }
    return entry;
}

/* Handles are the only constants that others may refer to. The host has them writable. */
void codegen_finish(LLVMModuleRef module) {
    LLVMValueRef global = LLVMGetFirstGlobal(module);
    for (; global; global = LLVMGetNextGlobal(global)) {
        bool is_own = LLVMGetInitializer(global) && LLVMGetLinkage(global) == LLVMExternalLinkage;
        if (is_own && LLVMIsGlobalConstant(global)) {
            LLVMSetGlobalConstant(global, false);
        }
    }
}

void maps_define(struct codegen *c) {
    LLVMValueRef *entries = ARENA_NEW_N(&c->s->arena, LLVMValueRef, c->program->map_count);
    for (uint32_t i = 0; i < c->program->map_count; i++) {
        char *symbol = arena_printf(&c->s->arena, "bpf_map_%s", c->program->maps[i].name);
        c->maps[i] = LLVMAddGlobal(c->module, handle_type(c), symbol);
        LLVMSetGlobalConstant(c->maps[i], true); /* for the passes: codegen_finish */
    }
    for (uint32_t i = 0; i < c->program->map_count; i++) {
        entries[i] = define(c, i);
    }
    globals_keep(c, entries, c->program->map_count);
}
