/* SPDX-License-Identifier: Apache-2.0 */
/* The types of one module, made once: integers, pointers, the runtime's context structs. */
#include "bpf-aot/runtime.h"
#include "emit.h"

static LLVMTypeRef member_type(struct codegen *c, const struct context_member *member) {
    uint32_t words = member->rule->words;
    if (words <= 1) {
        return words ? c->types.i32 : c->types.ptr;
    }
    return words == 2 ? c->types.i64 : LLVMArrayType2(c->types.i32, words);
}

static LLVMTypeRef context_type(struct codegen *c, enum context_layout layout) {
    const struct context_member *rows;
    uint32_t count;
    const char *name = context_members(layout, &rows, &count);
    LLVMTypeRef *members = ARENA_NEW_N(&c->s->arena, LLVMTypeRef, count);
    for (uint32_t i = 0; i < count; i++) {
        members[i] = member_type(c, &rows[i]);
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
    LLVMTypeRef run[] = {[RUN_NEXT] = c->types.ptr,
                         [RUN_CTX] = c->types.ptr,
                         [RUN_INPUT] = c->types.ptr,
                         [RUN_REGIONS] = c->types.ptr,
                         [RUN_TAIL_CALLS] = c->types.i32,
                         [RUN_ABORTED] = c->types.i32,
                         [RUN_CONTEXT] = c->types.i32,
                         [RUN_DEPTH] = c->types.i32,
                         [RUN_INPUT_BYTES] = c->types.i64,
                         [RUN_SPENT] = c->types.i32,
                         [RUN_HELD_COUNT] = c->types.i32,
                         [RUN_HELD] = LLVMArrayType2(c->types.ptr, 2 * BPF_AOT_HELD_MAX)};
    c->run_type = LLVMStructCreateNamed(context, "struct.bpf_aot_run");
    LLVMStructSetBody(c->run_type, run, RUN_MEMBERS, false);
    LLVMTypeRef body[] = {c->types.ptr, c->types.ptr};
    c->body_type = LLVMFunctionType(c->types.i64, body, 2, false);
    LLVMTypeRef callback[] = {c->types.i64, c->types.i64, c->types.i64,
                              c->types.i64, c->types.i64, c->types.ptr};
    c->callback_type = LLVMFunctionType(c->types.i64, callback, 6, false);
    for (unsigned i = 0; i < LAYOUT_COUNT; i++) {
        c->context_types[i] = context_type(c, i);
    }
}
