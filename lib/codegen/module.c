/* SPDX-License-Identifier: Apache-2.0 */
/* The module, top to bottom: types, data, functions. */
#include <llvm-c/Analysis.h>
#include <string.h>

#include "emit.h"

static bool is_valid(struct codegen *c) {
    char *message = NULL;
    bool broken = LLVMVerifyModule(c->module, LLVMReturnStatusAction, &message);
    if (broken) {
        fail(c->s, at_object(), "internal error: generated IR is invalid: %s", message);
    }
    LLVMDisposeMessage(message);
    return !broken;
}

static void open_module(struct codegen *c) {
    c->module = LLVMModuleCreateWithNameInContext(c->s->object, c->context);
    LLVMSetTarget(c->module, c->target->triple);
    LLVMSetDataLayout(c->module, c->target->data_layout);
    c->builder = LLVMCreateBuilderInContext(c->context);
}

static void make_tables(struct codegen *c) {
    struct arena *arena = &c->s->arena;
    uint32_t helper_count = helper_row_count();
    c->maps = ARENA_NEW_N(arena, LLVMValueRef, c->program->map_count);
    c->storage = ARENA_NEW_N(arena, LLVMValueRef, c->program->map_count);
    c->data = ARENA_NEW_N(arena, LLVMValueRef, c->program->data_count);
    c->functions = ARENA_NEW_N(arena, LLVMValueRef, c->program->function_count);
    c->publics = ARENA_NEW_N(arena, LLVMValueRef, c->program->function_count);
    c->callbacks = ARENA_NEW_N(arena, LLVMValueRef, c->program->function_count);
    c->records = ARENA_NEW_N(arena, LLVMValueRef, c->program->function_count);
    c->function_types = ARENA_NEW_N(arena, LLVMTypeRef, c->program->function_count);
    c->helpers = ARENA_NEW_N(arena, LLVMValueRef, helper_count);
    c->helper_types = ARENA_NEW_N(arena, LLVMTypeRef, helper_count);
}

LLVMModuleRef codegen_module(struct session *s, const struct facts *facts,
                             const struct codegen_target *target, LLVMContextRef context) {
    struct codegen c = {
        .s = s,
        .facts = facts,
        .program = facts->program,
        .target = target,
        .context = context,
        .show_facts = s->options->print && strcmp(s->options->print, "facts") == 0,
    };
    open_module(&c);
    make_tables(&c);
    types_init(&c);
    halves_find(&c);
    functions_declare(&c);
    lines_open(&c);
    programs_define(&c);
    maps_define(&c);
    data_declare(&c);
    data_define(&c);
    for (uint32_t i = 0; i < c.program->function_count; i++) {
        function_emit(&c, i);
    }
    lines_close(&c);
    LLVMDisposeBuilder(c.builder);
    if (!is_valid(&c)) {
        LLVMDisposeModule(c.module);
        return NULL;
    }
    return c.module;
}
