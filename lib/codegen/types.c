/* SPDX-License-Identifier: Apache-2.0 */
/* The types of one module, made once: integers, pointers, the runtime's context structs. */
#include "emit.h"

static LLVMTypeRef context_type(struct codegen *c, enum context_kind context, const char *name) {
    const bool *is_pointer;
    uint32_t count = context_members(context, &is_pointer);
    LLVMTypeRef *members = ARENA_NEW_N(&c->s->arena, LLVMTypeRef, count);
    for (uint32_t i = 0; i < count; i++) {
        members[i] = is_pointer[i] ? c->types.ptr : c->types.i32;
    }
    LLVMTypeRef type = LLVMStructCreateNamed(c->context, name);
    LLVMStructSetBody(type, members, count, false);
    return type;
}

void types_init(struct codegen *c) {
    LLVMContextRef context = c->context;
    c->types = (struct ir_types){
        .i1 = LLVMInt1TypeInContext(context),
        .i8 = LLVMInt8TypeInContext(context),
        .i16 = LLVMInt16TypeInContext(context),
        .i32 = LLVMInt32TypeInContext(context),
        .i64 = LLVMInt64TypeInContext(context),
        .iptr = LLVMIntTypeInContext(context, c->target->pointer_bits),
        .ptr = LLVMPointerTypeInContext(context, 0),
        .void_ = LLVMVoidTypeInContext(context),
    };
    LLVMTypeRef run[] = {c->types.ptr, c->types.ptr, c->types.i32, c->types.i32};
    c->run_type = LLVMStructCreateNamed(context, "struct.bpf_aot_run");
    LLVMStructSetBody(c->run_type, run, 4, false);
    LLVMTypeRef body[] = {c->types.ptr, c->types.ptr};
    c->body_type = LLVMFunctionType(c->types.i64, body, 2, false);
    LLVMTypeRef callback[] = {c->types.i64, c->types.i64, c->types.i64,
                              c->types.i64, c->types.i64, c->types.ptr};
    c->callback_type = LLVMFunctionType(c->types.i64, callback, 6, false);
    c->context_types[CONTEXT_XDP] = context_type(c, CONTEXT_XDP, "struct.bpf_aot_xdp");
    c->context_types[CONTEXT_SKB] = context_type(c, CONTEXT_SKB, "struct.bpf_aot_skb");
}
