/* SPDX-License-Identifier: Apache-2.0 */
/* The ways into a function beside a direct call: the public symbol of a program, the body that a
 * tail call runs, the uniform entry of callbacks and function pointers. */
#include "bpf-aot/runtime.h"
#include "emit.h"

static bool needs_run(const struct codegen *c, uint32_t index) {
    return facts_needs_run(c->facts, index);
}

static LLVMValueRef add_entry(struct codegen *c, const char *name, LLVMTypeRef type) {
    LLVMValueRef entry = LLVMAddFunction(c->module, name, type);
    attributes_define(c, entry);
    LLVMSetSection(entry, arena_printf(&c->s->arena, ".text.%s", name));
    LLVMPositionBuilderAtEnd(c->builder, LLVMAppendBasicBlockInContext(c->context, entry, "entry"));
    return entry;
}

static uint32_t runtime_context(enum context_kind context) {
    /* lib/program/tables.c asserts that both count alike. */
    return (uint32_t)context;
}

/* A run of its own, on the stack of the outermost function. Where all that can happen to it is
 * that it ends, nobody reads more of it. */
static void make_run(struct emitter *e) {
    struct codegen *c = e->c;
    bool only_aborts = !c->facts->cfg->functions[e->index].needs_run && !c->facts->run_budget &&
                       !c->facts->functions[e->index].searches;
    e->run = LLVMBuildAlloca(c->builder, c->run_type, "run");
    if (only_aborts) {
        LLVMBuildStore(c->builder, LLVMConstNull(c->types.i32), run_member(e, RUN_ABORTED));
        return;
    }
    for (enum run_member member = 0; member < RUN_HELD; member++) {
        LLVMTypeRef type = LLVMStructGetTypeAtIndex(c->run_type, member);
        LLVMBuildStore(c->builder, LLVMConstNull(type), run_member(e, member));
    }
    LLVMBuildStore(c->builder, LLVMGetParam(e->fn, 0), run_member(e, RUN_INPUT));
    LLVMBuildStore(c->builder, constant_u32(c, runtime_context(e->function->context)),
                   run_member(e, RUN_CONTEXT));
    if (e->function->context == CONTEXT_RAW) {
        LLVMBuildStore(c->builder, LLVMGetParam(e->fn, 1), run_member(e, RUN_INPUT_BYTES));
    }
}

/* What the caller gets: of a run that was aborted, what the program type drops packets with. */
static LLVMValueRef final_result(struct emitter *e, LLVMValueRef result) {
    struct codegen *c = e->c;
    LLVMValueRef aborted =
        LLVMBuildLoad2(c->builder, c->types.i32, run_member(e, RUN_ABORTED), "aborted");
    LLVMValueRef none =
        LLVMBuildICmp(c->builder, LLVMIntEQ, aborted, LLVMConstNull(c->types.i32), "");
    uint64_t dropped = prog_type_row(e->function->prog_type)->abort_result;
    return LLVMBuildSelect(c->builder, none, result, LLVMConstInt(c->types.i64, dropped, false),
                           "");
}

/* Programs of other objects may have acquired something, too. */
static bool may_hold(const struct codegen *c, uint32_t index) {
    bool acquires = c->facts->cfg->functions[index].tail_calls;
    for (size_t i = 0; i < c->program->function_count; i++) {
        acquires |= c->facts->cfg->functions[i].acquires;
    }
    return acquires && c->facts->cfg->functions[index].needs_run;
}

/* What the run still holds is given back. */
static void release_held(struct emitter *e) {
    struct codegen *c = e->c;
    LLVMBasicBlockRef leaks = LLVMAppendBasicBlockInContext(c->context, e->fn, "leaks");
    LLVMBasicBlockRef clean = LLVMAppendBasicBlockInContext(c->context, e->fn, "clean");
    LLVMValueRef count =
        LLVMBuildLoad2(c->builder, c->types.i32, run_member(e, RUN_HELD_COUNT), "held");
    LLVMValueRef none =
        LLVMBuildICmp(c->builder, LLVMIntEQ, count, LLVMConstNull(c->types.i32), "");
    LLVMBuildCondBr(c->builder, none, clean, leaks);
    LLVMPositionBuilderAtEnd(c->builder, leaks);
    LLVMTypeRef type = LLVMFunctionType(c->types.void_, &c->types.ptr, 1, false);
    LLVMValueRef release = LLVMGetNamedFunction(c->module, "bpf_aot_release_all");
    if (!release) {
        release = LLVMAddFunction(c->module, "bpf_aot_release_all", type);
        attribute_add(c, release, LLVMAttributeFunctionIndex, "nounwind");
        attribute_add(c, release, LLVMAttributeFunctionIndex, "cold");
    }
    LLVMBuildCall2(c->builder, type, release, &e->run, 1, "");
    LLVMBuildBr(c->builder, clean);
    LLVMPositionBuilderAtEnd(c->builder, clean);
}

/* The public symbol of a program whose body takes a run. */
static LLVMValueRef define_public(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    LLVMTypeRef params[2] = {c->types.ptr, c->types.i64};
    unsigned count = function->context == CONTEXT_RAW ? 2 : 1;
    LLVMTypeRef type = LLVMFunctionType(c->types.i64, params, count, false);
    struct emitter e = {
        .c = c,
        .index = index,
        .function = function,
        .fn = add_entry(c, function->name, type),
    };
    make_run(&e);
    LLVMValueRef args[3];
    for (unsigned i = 0; i < count; i++) {
        args[i] = LLVMGetParam(e.fn, i);
    }
    args[count] = e.run;
    LLVMValueRef result = LLVMBuildCall2(c->builder, c->function_types[index], c->functions[index],
                                         args, count + 1, "");
    bool tail_calls = c->facts->cfg->functions[index].tail_calls;
    result = tail_calls ? dispatch_pending(&e, result) : result;
    if (may_hold(c, index)) {
        release_held(&e);
    }
    LLVMBuildRet(c->builder, final_result(&e, result));
    return e.fn;
}

/* A tail call hands over r1 alone: the memory of the run, if it is that, or a number. */
static LLVMValueRef define_raw_body(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    LLVMTypeRef params[] = {c->types.ptr, c->types.ptr};
    LLVMTypeRef type = LLVMFunctionType(c->types.i64, params, 2, false);
    char *name = arena_printf(&c->s->arena, "%s.tail", function->name);
    struct emitter e = {.c = c, .index = index, .function = function};
    e.fn = add_entry(c, name, type);
    e.run = LLVMGetParam(e.fn, 1);
    LLVMSetLinkage(e.fn, LLVMInternalLinkage);
    LLVMValueRef mem = LLVMGetParam(e.fn, 0);
    LLVMValueRef input =
        LLVMBuildLoad2(c->builder, c->types.ptr, run_member(&e, RUN_INPUT), "input");
    LLVMValueRef bytes =
        LLVMBuildLoad2(c->builder, c->types.i64, run_member(&e, RUN_INPUT_BYTES), "bytes");
    LLVMValueRef same = LLVMBuildICmp(c->builder, LLVMIntEQ, mem, input, "");
    LLVMValueRef size =
        LLVMBuildSelect(c->builder, same, bytes, LLVMConstNull(c->types.i64), "size");
    LLVMValueRef args[] = {mem, size, e.run};
    LLVMBuildRet(c->builder,
                 LLVMBuildCall2(c->builder, c->function_types[index], c->functions[index], args,
                                2 + needs_run(c, index), ""));
    return e.fn;
}

/* What a tail call to a program runs; raw ones are reached by raw ones of their object alone. A
 * program that needs no run does not look at the second argument, which all targets pass in a
 * register. */
static LLVMValueRef body_of(struct codegen *c, uint32_t index) {
    if (c->program->functions[index].context != CONTEXT_RAW) {
        return c->functions[index];
    }
    return c->facts->cfg->raw_tail_calls ? define_raw_body(c, index) : LLVMConstNull(c->types.ptr);
}

static LLVMValueRef define_record(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    bool is_raw = function->context == CONTEXT_RAW;
    struct bpf_aot_start start = is_raw ? c->facts->mem_start : c->facts->packet_start;
    LLVMValueRef members[] = {
        global_string(c, "bpf_program.name", function->name),
        global_string(c, "bpf_program.section", function->section),
        c->publics[index],
        body_of(c, index),
        constant_u32(c, runtime_context(function->context)),
        LLVMConstInt(c->types.i16, start.offset, false),
        LLVMConstInt(c->types.i16, start.align, false),
        LLVMConstStringInContext2(c->context, (const char *)function->tags,
                                  BPF_AOT_TAGS * BPF_AOT_TAG_BYTES, true),
    };
    LLVMValueRef record =
        LLVMConstStructInContext(c->context, members, sizeof(members) / sizeof(members[0]), false);
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
    LLVMMetadataRef line = LLVMGetCurrentDebugLocation2(c->builder);
    lines_resume(c, NULL);
    char *name = arena_printf(&c->s->arena, "%s.callback", c->program->functions[index].name);
    LLVMValueRef entry = add_entry(c, name, c->callback_type);
    LLVMSetLinkage(entry, LLVMInternalLinkage);
    c->callbacks[index] = entry;
    struct emitter e = {.c = c, .index = index, .fn = entry, .run = LLVMGetParam(entry, 5)};
    LLVMValueRef depth = guard_deeper(&e);
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
        args[count++] = e.run;
    }
    LLVMValueRef result =
        LLVMBuildCall2(c->builder, c->function_types[index], c->functions[index], args, count, "");
    guard_back(&e, depth);
    LLVMBuildRet(c->builder, as_i64(c, value_of(c, result)));
    if (resume) {
        LLVMPositionBuilderAtEnd(c->builder, resume);
    }
    lines_resume(c, line);
    return entry;
}
