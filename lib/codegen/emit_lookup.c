/* SPDX-License-Identifier: Apache-2.0 */
/* Lookups in maps that are arrays: address arithmetic on their static storage, as the runtime's
 * slots_value has it. NULL beyond the end, unless the facts know that the index is below it. */
#include <linux/bpf.h>

#include "bpf-aot/runtime.h"
#include "emit.h"

static const struct program_map *known_map(const struct emitter *e) {
    const struct fact *map = &e->cursor.state->regs[1];
    bool known = map->kind == KIND_MAP && map->object != OBJECT_UNKNOWN && !map->maybe_null;
    return known ? &e->c->program->maps[map->object] : NULL;
}

/* bpf_aot_this_cpu, which an embedder defines; it does not change during a run (runtime.h). */
static LLVMValueRef this_cpu(struct codegen *c) {
    static const char name[] = "bpf_aot_this_cpu";
    LLVMTypeRef type = LLVMFunctionType(c->types.i32, NULL, 0, false);
    LLVMValueRef cpu = LLVMGetNamedFunction(c->module, name);
    if (!cpu) {
        cpu = LLVMAddFunction(c->module, name, type);
        attribute_add(c, cpu, LLVMAttributeFunctionIndex, "nounwind");
        attribute_add(c, cpu, LLVMAttributeFunctionIndex, "willreturn");
        attribute_add(c, cpu, LLVMAttributeFunctionIndex, "memory"); /* 0: none */
    }
    return LLVMBuildCall2(c->builder, type, cpu, NULL, 0, "cpu");
}

/* The first element of the CPU; the runtime's rt_map_cpu. */
static LLVMValueRef first_element(struct emitter *e, const struct program_map *map) {
    struct codegen *c = e->c;
    if (map->cpus == 1) {
        return NULL;
    }
    LLVMValueRef cpu = this_cpu(c);
    LLVMValueRef has = LLVMBuildICmp(c->builder, LLVMIntULT, cpu, constant_u32(c, map->cpus), "");
    cpu = LLVMBuildSelect(c->builder, has, cpu, constant_u32(c, 0), "");
    cpu = LLVMBuildIntCast2(c->builder, cpu, c->types.iptr, false, "");
    return LLVMBuildNUWMul(c->builder, cpu, LLVMConstInt(c->types.iptr, map->max_entries, false),
                           "");
}

static LLVMValueRef element(struct emitter *e, const struct program_map *map, LLVMValueRef index,
                            uint64_t stride) {
    struct codegen *c = e->c;
    LLVMValueRef storage = c->storage[e->cursor.state->regs[1].object];
    LLVMValueRef number = LLVMBuildIntCast2(c->builder, index, c->types.iptr, false, "");
    LLVMValueRef first = first_element(e, map);
    number = first ? LLVMBuildNUWAdd(c->builder, first, number, "") : number;
    LLVMValueRef offset =
        LLVMBuildNUWMul(c->builder, number, LLVMConstInt(c->types.iptr, stride, false), "");
    return LLVMBuildInBoundsGEP2(c->builder, c->types.i8, storage, &offset, 1, "");
}

static LLVMValueRef load_index(struct emitter *e) {
    struct codegen *c = e->c;
    LLVMValueRef key = as_ptr(c, e->regs[2]);
    LLVMValueRef index = LLVMBuildLoad2(c->builder, c->types.i32, key, "index");
    unsigned align = alignment_of(e, 2, 0);
    LLVMSetAlignment(index, align < 4 ? align : 4);
    alias_mark(e, index, &e->cursor.state->regs[2]);
    /* What is checked is what is used, whoever writes to the key meanwhile. */
    return LLVMBuildFreeze(c->builder, index, "");
}

/* The host may change a slot while programs run: the address orders what is read through it. */
static LLVMValueRef load_slot(struct codegen *c, LLVMValueRef slot) {
    LLVMValueRef pointer = LLVMBuildLoad2(c->builder, c->types.ptr, slot, "");
    LLVMSetOrdering(pointer, LLVMAtomicOrderingMonotonic);
    LLVMSetAlignment(pointer, c->target->pointer_bits / 8);
    return pointer;
}

/* bpf_map_lookup_elem of one map: what the bitcode of the runtime says of the map's type becomes
 * code for these sizes, once a map. */
static LLVMValueRef own_lookup(struct codegen *c, uint32_t map, LLVMTypeRef type,
                               LLVMValueRef helper) {
    char *name = arena_printf(&c->s->arena, "bpf_map_%s.lookup", c->program->maps[map].name);
    LLVMValueRef function = LLVMGetNamedFunction(c->module, name);
    if (function) {
        return function;
    }
    function =
        LLVMAddFunction(c->module, name, LLVMFunctionType(c->types.ptr, &c->types.ptr, 1, 0));
    LLVMSetLinkage(function, LLVMInternalLinkage);
    LLVMSetSection(function, arena_printf(&c->s->arena, ".text.%s", name));
    attribute_add(c, function, LLVMAttributeFunctionIndex, "nounwind");
    attribute_add(c, function, LLVMAttributeFunctionIndex, "null_pointer_is_valid");
    LLVMBasicBlockRef back = LLVMGetInsertBlock(c->builder);
    LLVMPositionBuilderAtEnd(c->builder,
                             LLVMAppendBasicBlockInContext(c->context, function, "entry"));
    LLVMValueRef args[] = {c->maps[map], LLVMGetParam(function, 0)};
    LLVMBuildRet(c->builder, LLVMBuildCall2(c->builder, type, helper, args, 2, ""));
    LLVMPositionBuilderAtEnd(c->builder, back);
    return function;
}

static LLVMValueRef call_own_lookup(struct emitter *e, uint32_t row) {
    struct codegen *c = e->c;
    LLVMValueRef helper = helper_declare(c, row);
    LLVMValueRef lookup =
        own_lookup(c, e->cursor.state->regs[1].object, c->helper_types[row], helper);
    LLVMValueRef key = as_ptr(c, e->regs[2]);
    return LLVMBuildCall2(c->builder, LLVMGlobalGetValueType(lookup), lookup, &key, 1, "");
}

static LLVMValueRef index_lookup(struct emitter *e, const struct helper_row *row,
                                 const struct program_map *map) {
    struct codegen *c = e->c;
    LLVMValueRef index = load_index(e), found;
    if (facts_shape(c) && facts_lookup_hits(c->facts, e->index, row, e->cursor.state)) {
        return element(e, map, index, BPF_AOT_ROUND8(map->value_size));
    }
    LLVMValueRef limit = constant_u32(c, map->max_entries);
    LLVMValueRef inside = LLVMBuildICmp(c->builder, LLVMIntULT, index, limit, "inside");
    if (map_lookup_kind(map->type) == LOOKUP_POINTER) {
        /* There is no slot beyond the end to load from. */
        index = LLVMBuildSelect(c->builder, inside, index, constant_u32(c, 0), "");
        found = load_slot(c, element(e, map, index, sizeof(union bpf_aot_slot)));
    } else {
        found = element(e, map, index, BPF_AOT_ROUND8(map->value_size));
    }
    return LLVMBuildSelect(c->builder, inside, found, LLVMConstNull(c->types.ptr), "");
}

LLVMValueRef emit_lookup(struct emitter *e, uint32_t row) {
    const struct helper_row *helper = helper_row(row);
    const struct program_map *map = known_map(e);
    if (helper->id != BPF_FUNC_map_lookup_elem || !map || !session_inlines(e->c->s)) {
        return NULL;
    }
    return map_lookup_kind(map->type) == LOOKUP_CALL ? call_own_lookup(e, row)
                                                     : index_lookup(e, helper, map);
}
