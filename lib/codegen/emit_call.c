/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: helpers by the typed prototype of their row, subprograms by the registers they read. */
#include "emit.h"

static LLVMTypeRef argument_type(struct codegen *c, enum helper_arg arg) {
    static const enum rep reps[] = {
        [ARG_MAP] = REP_PTR, [ARG_CTX] = REP_PTR, [ARG_MEM] = REP_PTR,
        [ARG_U32] = REP_I32, [ARG_I32] = REP_I32, [ARG_U64] = REP_I64,
    };
    return rep_type(c, reps[arg]);
}

static unsigned argument_count(const struct helper_row *row) {
    unsigned count = 0;
    while (count < 5 && row->args[count] != ARG_NONE) {
        count++;
    }
    return count;
}

static LLVMTypeRef helper_type(struct codegen *c, const struct helper_row *row) {
    LLVMTypeRef params[5];
    unsigned count = argument_count(row);
    for (unsigned i = 0; i < count; i++) {
        params[i] = argument_type(c, row->args[i]);
    }
    LLVMTypeRef result = row->ret == RET_VALUE_OR_NULL ? c->types.ptr
                         : row->ret == RET_VOID        ? c->types.void_
                                                       : c->types.i64;
    return LLVMFunctionType(result, params, count, false);
}

LLVMValueRef helper_declare(struct codegen *c, uint32_t index) {
    if (c->helpers[index]) {
        return c->helpers[index];
    }
    const struct helper_row *row = helper_row(index);
    char *symbol = arena_printf(&c->s->arena, "bpf_aot_%s", row->name);
    c->helper_types[index] = helper_type(c, row);
    LLVMValueRef helper = LLVMAddFunction(c->module, symbol, c->helper_types[index]);
    attribute_add(c, helper, LLVMAttributeFunctionIndex, "nounwind");
    for (unsigned i = 0; i < argument_count(row); i++) {
        if (c->target->extend_i32 && argument_type(c, row->args[i]) == c->types.i32) {
            attribute_add(c, helper, i + 1, "signext");
        }
    }
    c->helpers[index] = helper;
    return helper;
}

static LLVMValueRef as_type(struct codegen *c, struct value value, LLVMTypeRef type) {
    return type == c->types.ptr   ? as_ptr(c, value)
           : type == c->types.i32 ? as_i32(c, value)
                                  : as_i64(c, value);
}

static void extend_arguments(struct codegen *c, LLVMValueRef call, LLVMTypeRef *params,
                             unsigned count) {
    unsigned signext = LLVMGetEnumAttributeKindForName("signext", 7);
    for (unsigned i = 0; i < count; i++) {
        if (c->target->extend_i32 && params[i] == c->types.i32) {
            LLVMAddCallSiteAttribute(call, i + 1, LLVMCreateEnumAttribute(c->context, signext, 0));
        }
    }
}

static LLVMValueRef call_helper(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMValueRef helper = helper_declare(c, insn->ref_index);
    LLVMTypeRef type = c->helper_types[insn->ref_index];
    LLVMTypeRef params[5];
    LLVMValueRef args[5];
    unsigned count = LLVMCountParamTypes(type);
    LLVMGetParamTypes(type, params);
    for (unsigned i = 0; i < count; i++) {
        args[i] = as_type(c, e->regs[i + 1], params[i]);
    }
    LLVMValueRef call = LLVMBuildCall2(c->builder, type, helper, args, count, "");
    extend_arguments(c, call, params, count);
    return call;
}

static LLVMValueRef call_function(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMTypeRef type = c->function_types[insn->ref_index];
    LLVMTypeRef params[REG_COUNT];
    LLVMValueRef args[REG_COUNT];
    unsigned count = 0;
    LLVMGetParamTypes(type, params);
    uint16_t mask = c->program->functions[insn->ref_index].kind == FUNC_PROGRAM
                        ? (1u << (LLVMCountParamTypes(type) + 1)) - 2u
                        : e->cursor.facts->cfg->functions[insn->ref_index].params;
    for (int r = 1; r <= 5; r++) {
        if (mask & 1u << r) {
            args[count] = as_type(c, e->regs[r], params[count]);
            count++;
        }
    }
    return LLVMBuildCall2(c->builder, type, c->functions[insn->ref_index], args, count, "");
}

void emit_call(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMValueRef result = insn->ref == REF_HELPER ? call_helper(e, insn) : call_function(e, insn);
    LLVMTypeRef type = LLVMTypeOf(result);
    struct value zero = value_constant(c, 0);
    e->regs[0] = type == c->types.ptr     ? value_ptr(result)
                 : type == c->types.i32   ? value_i32(result)
                 : type == c->types.void_ ? zero
                                          : value_i64(result);
    for (int r = 1; r <= 5; r++) {
        e->regs[r] = zero; /* never read by a program that a verifier accepts */
    }
}
