/* SPDX-License-Identifier: Apache-2.0 */
/* Calls: helpers by the typed prototype of their row, subprograms by the registers they read,
 * function pointers by the uniform entry. Whatever may have left a tail call pending is followed
 * by a look at it. */
#include "emit.h"

static LLVMTypeRef argument_type(struct codegen *c, enum helper_arg arg) {
    static const enum rep reps[] = {
        [PASS_PTR] = REP_PTR,
        [PASS_I32] = REP_I32,
        [PASS_I64] = REP_I64,
    };
    return rep_type(c, reps[arg_row(arg)->pass]);
}

static unsigned argument_count(const struct helper_row *row) {
    unsigned count = 0;
    while (count < 5 && row->args[count] != ARG_NONE) {
        count++;
    }
    return count;
}

static LLVMTypeRef helper_type(struct codegen *c, const struct helper_row *row) {
    LLVMTypeRef params[6];
    unsigned count = argument_count(row);
    for (unsigned i = 0; i < count; i++) {
        params[i] = argument_type(c, row->args[i]);
    }
    if (effect_takes_run(row->effect)) {
        params[count++] = c->types.ptr;
    }
    LLVMTypeRef result = ret_is_pointer(row->ret) ? c->types.ptr
                         : row->ret == RET_VOID   ? c->types.void_
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

static void extend_arguments(struct codegen *c, LLVMValueRef call, LLVMTypeRef *params,
                             unsigned count) {
    unsigned signext = LLVMGetEnumAttributeKindForName("signext", 7);
    for (unsigned i = 0; i < count; i++) {
        if (c->target->extend_i32 && params[i] == c->types.i32) {
            LLVMAddCallSiteAttribute(call, i + 1, LLVMCreateEnumAttribute(c->context, signext, 0));
        }
    }
}

static LLVMValueRef call_helper(struct emitter *e, uint32_t row) {
    struct codegen *c = e->c;
    LLVMValueRef helper = helper_declare(c, row);
    LLVMTypeRef type = c->helper_types[row];
    LLVMTypeRef params[6];
    LLVMValueRef args[6];
    unsigned count = LLVMCountParamTypes(type);
    unsigned own = argument_count(helper_row(row));
    LLVMGetParamTypes(type, params);
    for (unsigned i = 0; i < own; i++) {
        args[i] = as_type(c, e->regs[i + 1], params[i]);
    }
    if (own < count) {
        args[own] = e->run;
    }
    LLVMValueRef call = LLVMBuildCall2(c->builder, type, helper, args, count, "");
    extend_arguments(c, call, params, count);
    return call;
}

/* On success the function returns: whoever called it runs what is pending. */
static void emit_tail_call(struct emitter *e, uint32_t row) {
    struct codegen *c = e->c;
    LLVMValueRef noted = call_helper(e, row);
    LLVMBasicBlockRef leave = LLVMAppendBasicBlockInContext(c->context, e->fn, "tail_call");
    LLVMBasicBlockRef stay = LLVMAppendBasicBlockInContext(c->context, e->fn, "no_tail_call");
    LLVMValueRef failed =
        LLVMBuildICmp(c->builder, LLVMIntEQ, noted, LLVMConstNull(c->types.i64), "");
    LLVMBuildCondBr(c->builder, failed, stay, leave);
    LLVMPositionBuilderAtEnd(c->builder, leave);
    build_return_zero(e);
    LLVMPositionBuilderAtEnd(c->builder, stay);
}

static LLVMValueRef declare_dispatch(struct codegen *c) {
    if (!c->dispatch) {
        LLVMTypeRef type = LLVMFunctionType(c->types.i64, &c->types.ptr, 1, false);
        c->dispatch = LLVMAddFunction(c->module, "bpf_aot_dispatch", type);
        attribute_add(c, c->dispatch, LLVMAttributeFunctionIndex, "nounwind");
        attribute_add(c, c->dispatch, LLVMAttributeFunctionIndex, "cold");
    }
    return c->dispatch;
}

LLVMValueRef dispatch_pending(struct emitter *e, LLVMValueRef result) {
    struct codegen *c = e->c;
    LLVMBasicBlockRef before = LLVMGetInsertBlock(c->builder);
    LLVMBasicBlockRef run = LLVMAppendBasicBlockInContext(c->context, e->fn, "pending");
    LLVMBasicBlockRef after = LLVMAppendBasicBlockInContext(c->context, e->fn, "done");
    LLVMValueRef dispatch = declare_dispatch(c);
    /* run->next is the first member. */
    LLVMValueRef next = LLVMBuildLoad2(c->builder, c->types.ptr, e->run, "next");
    LLVMValueRef none = LLVMBuildICmp(c->builder, LLVMIntEQ, next, LLVMConstNull(c->types.ptr), "");
    LLVMBuildCondBr(c->builder, none, after, run);
    LLVMPositionBuilderAtEnd(c->builder, run);
    LLVMTypeRef type = LLVMFunctionType(c->types.i64, &c->types.ptr, 1, false);
    LLVMValueRef ran = LLVMBuildCall2(c->builder, type, dispatch, &e->run, 1, "");
    LLVMBuildBr(c->builder, after);
    LLVMPositionBuilderAtEnd(c->builder, after);
    LLVMValueRef phi = LLVMBuildPhi(c->builder, c->types.i64, "");
    LLVMValueRef values[] = {result, ran};
    LLVMBasicBlockRef blocks[] = {before, run};
    LLVMAddIncoming(phi, values, blocks, 2);
    return phi;
}

static uint16_t parameter_mask(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    return function->kind != FUNC_PROGRAM     ? c->facts->cfg->functions[index].params
           : function->context == CONTEXT_RAW ? 1u << 1 | 1u << 2
                                              : 1u << 1;
}

static LLVMValueRef call_function(struct emitter *e, uint32_t index) {
    struct codegen *c = e->c;
    LLVMTypeRef type = c->function_types[index];
    LLVMTypeRef params[REG_COUNT];
    LLVMValueRef args[REG_COUNT];
    unsigned count = 0;
    uint16_t mask = parameter_mask(c, index);
    LLVMGetParamTypes(type, params);
    for (int r = 1; r <= 5; r++) {
        if (mask & 1u << r) {
            args[count] = as_type(c, e->regs[r], params[count]);
            count++;
        }
    }
    if (facts_needs_run(c->facts, index)) {
        args[count++] = e->run;
    }
    LLVMValueRef result = LLVMBuildCall2(c->builder, type, c->functions[index], args, count, "");
    if (c->facts->cfg->functions[index].tail_calls) {
        result = dispatch_pending(e, result);
    }
    if (c->facts->functions[index].may_abort) {
        guard_call(e);
    }
    return result;
}

static void set_results(struct emitter *e, struct value result) {
    e->regs[0] = result;
    for (int r = 1; r <= 5; r++) {
        e->regs[r] = value_constant(e->c, 0); /* no verifier lets a program look */
    }
}

static void emit_helper(struct emitter *e, uint32_t row) {
    struct codegen *c = e->c;
    if (helper_row(row)->effect == EFFECT_TAIL_CALL) {
        emit_tail_call(e, row);
        set_results(e, value_constant(c, 0));
        return;
    }
    LLVMValueRef found = emit_lookup(e, row);
    LLVMValueRef result = found ? found : call_helper(e, row);
    if (helper_may_abort(helper_row(row))) {
        guard_call(e);
    }
    bool none = LLVMTypeOf(result) == c->types.void_;
    set_results(e, none ? value_constant(c, 0) : value_of(c, result));
}

/* -missing-helpers=trap: the runtime says which, and ends the run. */
static void emit_missing(struct emitter *e, uint32_t row) {
    struct codegen *c = e->c;
    LLVMTypeRef params[] = {c->types.ptr, c->types.ptr};
    LLVMTypeRef type = LLVMFunctionType(c->types.void_, params, 2, false);
    LLVMValueRef missing = LLVMGetNamedFunction(c->module, "bpf_aot_missing_helper");
    if (!missing) {
        missing = LLVMAddFunction(c->module, "bpf_aot_missing_helper", type);
        attribute_add(c, missing, LLVMAttributeFunctionIndex, "nounwind");
        attribute_add(c, missing, LLVMAttributeFunctionIndex, "cold");
    }
    const char *name = helper_row(row)->name;
    LLVMValueRef args[] = {
        global_string(c, arena_printf(&c->s->arena, "bpf_helper.%s", name), name),
        e->run,
    };
    LLVMBuildCall2(c->builder, type, missing, args, 2, "");
    guard_call(e);
    set_results(e, value_constant(c, 0));
}

void emit_call(struct emitter *e, const struct prog_insn *insn) {
    bool traps = e->c->s->options->missing_helpers == BPF_AOT_MISSING_TRAP;
    if (insn->ref == REF_HELPER && traps && helper_row(insn->ref_index)->effect == EFFECT_MISSING) {
        emit_missing(e, insn->ref_index);
    } else if (insn->ref == REF_HELPER) {
        emit_helper(e, insn->ref_index);
    } else {
        set_results(e, value_of(e->c, call_function(e, insn->ref_index)));
    }
}

static LLVMValueRef call_pointer(struct emitter *e, struct value target) {
    struct codegen *c = e->c;
    LLVMValueRef args[6];
    for (int r = 1; r <= 5; r++) {
        args[r - 1] = as_i64(c, e->regs[r]);
    }
    args[5] = e->run;
    LLVMValueRef result =
        LLVMBuildCall2(c->builder, c->callback_type, as_ptr(c, target), args, 6, "");
    result = dispatch_pending(e, result);
    guard_call(e);
    return result;
}

void emit_callx(struct emitter *e, const struct prog_insn *insn) {
    const struct fact *target = &e->cursor.state->regs[insn->insn.dst];
    const struct helper_row *row = facts_callx_helper(target);
    if (row) {
        size_t count;
        emit_helper(e, (uint32_t)(row - helper_rows(&count)));
    } else if (target->kind == KIND_FUNC && target->object != OBJECT_UNKNOWN) {
        LLVMValueRef depth = guard_deeper(e);
        LLVMValueRef result = call_function(e, target->object);
        guard_back(e, depth);
        set_results(e, value_of(e->c, result));
    } else {
        set_results(e, value_i64(call_pointer(e, e->regs[insn->insn.dst])));
    }
}
