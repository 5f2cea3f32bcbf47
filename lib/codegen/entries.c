/* SPDX-License-Identifier: Apache-2.0 */
/* The ways into a function beside a direct call: the public symbol of a program, the body that a
 * tail call runs, the uniform entry of callbacks and function pointers. */
#include "bpf-aot/runtime.h"
#include "emit.h"

static bool needs_run(const struct codegen *c, uint32_t index) {
    return c->facts->cfg->functions[index].needs_run;
}

static LLVMValueRef add_entry(struct codegen *c, const char *name, LLVMTypeRef type) {
    LLVMValueRef entry = LLVMAddFunction(c->module, name, type);
    attribute_add(c, entry, LLVMAttributeFunctionIndex, "nounwind");
    attribute_add(c, entry, LLVMAttributeFunctionIndex, "null_pointer_is_valid");
    LLVMSetSection(entry, arena_printf(&c->s->arena, ".text.%s", name));
    LLVMPositionBuilderAtEnd(c->builder, LLVMAppendBasicBlockInContext(c->context, entry, "entry"));
    return entry;
}

/* A run of its own, on the stack of the outermost function. */
static LLVMValueRef new_run(struct codegen *c) {
    LLVMValueRef run = LLVMBuildAlloca(c->builder, c->run_type, "run");
    LLVMBuildStore(c->builder, LLVMConstNull(c->run_type), run);
    return run;
}

/* The public symbol of a program whose body takes a run. */
static LLVMValueRef define_public(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    LLVMTypeRef params[2] = {c->types.ptr, c->types.i64};
    unsigned count = function->context == CONTEXT_RAW ? 2 : 1;
    LLVMTypeRef type = LLVMFunctionType(c->types.i64, params, count, false);
    struct emitter e = {.c = c, .fn = add_entry(c, function->name, type)};
    e.run = new_run(c);
    LLVMValueRef args[3];
    for (unsigned i = 0; i < count; i++) {
        args[i] = LLVMGetParam(e.fn, i);
    }
    args[count] = e.run;
    LLVMValueRef result = LLVMBuildCall2(c->builder, c->function_types[index], c->functions[index],
                                         args, count + 1, "");
    bool tail_calls = c->facts->cfg->functions[index].tail_calls;
    LLVMBuildRet(c->builder, tail_calls ? dispatch_pending(&e, result) : result);
    return e.fn;
}

/* What a tail call to a program runs: its body as it is, or its public function behind the
 * signature of one. */
static LLVMValueRef define_body(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    if (function->context == CONTEXT_RAW) {
        return LLVMConstNull(c->types.ptr);
    }
    if (needs_run(c, index)) {
        return c->functions[index];
    }
    char *name = arena_printf(&c->s->arena, "%s.body", function->name);
    LLVMValueRef body = add_entry(c, name, c->body_type);
    LLVMSetLinkage(body, LLVMInternalLinkage);
    LLVMValueRef context = LLVMGetParam(body, 0);
    LLVMBuildRet(c->builder, LLVMBuildCall2(c->builder, c->function_types[index],
                                            c->functions[index], &context, 1, ""));
    return body;
}

static uint32_t runtime_context(enum context_kind context) {
    /* lib/program/tables.c asserts that both count alike. */
    return (uint32_t)context;
}

static LLVMValueRef define_record(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    LLVMValueRef members[] = {
        global_string(c, "bpf_program.name", function->name),
        global_string(c, "bpf_program.section", function->section),
        c->publics[index],
        define_body(c, index),
        constant_u32(c, runtime_context(function->context)),
        constant_u32(c, 0),
    };
    LLVMValueRef record = LLVMConstStructInContext(c->context, members, 6, false);
    LLVMValueRef global = global_add(c, LLVMTypeOf(record), "bpf_program", record);
    LLVMSetGlobalConstant(global, true);
    return global;
}

void programs_define(struct codegen *c) {
    LLVMValueRef *entries = ARENA_NEW_N(&c->s->arena, LLVMValueRef, c->program->function_count);
    size_t count = 0;
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        if (c->program->functions[i].kind != FUNC_PROGRAM) {
            continue;
        }
        c->publics[i] = needs_run(c, i) ? define_public(c, i) : c->functions[i];
        c->records[i] = define_record(c, i);
        entries[count++] =
            global_list(c, BPF_AOT_PROGRAMS_SECTION, "bpf_program.entry", c->records[i]);
    }
    globals_keep(c, entries, count);
}

LLVMValueRef callback_entry(struct codegen *c, uint32_t index) {
    if (c->callbacks[index]) {
        return c->callbacks[index];
    }
    LLVMBasicBlockRef resume = LLVMGetInsertBlock(c->builder);
    char *name = arena_printf(&c->s->arena, "%s.callback", c->program->functions[index].name);
    LLVMValueRef entry = add_entry(c, name, c->callback_type);
    LLVMSetLinkage(entry, LLVMInternalLinkage);
    c->callbacks[index] = entry;
    LLVMTypeRef params[REG_COUNT];
    LLVMValueRef args[REG_COUNT];
    unsigned count = 0;
    LLVMGetParamTypes(c->function_types[index], params);
    for (unsigned r = 1; r <= 5; r++) {
        if (c->facts->cfg->functions[index].params & 1u << r) {
            args[count] = as_type(c, value_i64(LLVMGetParam(entry, r - 1)), params[count]);
            count++;
        }
    }
    if (needs_run(c, index)) {
        args[count++] = LLVMGetParam(entry, 5);
    }
    LLVMValueRef result =
        LLVMBuildCall2(c->builder, c->function_types[index], c->functions[index], args, count, "");
    LLVMBuildRet(c->builder, as_i64(c, value_of(c, result)));
    if (resume) {
        LLVMPositionBuilderAtEnd(c->builder, resume);
    }
    return entry;
}
