/* SPDX-License-Identifier: Apache-2.0 */
/* The line table of the output: C source as .BTF.ext has it, or insns, for whoever wants to know
 * what an instruction was made of. Only locations are added, so that the code stays the same. */
#include <string.h>

#include "emit.h"

enum { DWARF_VERSION = 4 /* what debuggers of old cross toolchains read, too */ };

static bool by_insn(const struct codegen *c) {
    return c->s->options->lines == BPF_AOT_LINES_INSN;
}

/* False when the object does not say. */
static bool place_of(const struct codegen *c, const struct function *function, uint32_t slot,
                     const char **file, unsigned *line) {
    if (by_insn(c)) {
        *file = *function->section ? function->section : function->name;
        *line = slot + 1;
        return true;
    }
    return c->s->line_lookup && c->s->line_lookup(c->s->lines, function->section, slot, file, line);
}

static LLVMMetadataRef file_node(const struct codegen *c, const char *file) {
    return LLVMDIBuilderCreateFile(c->debug, file, strlen(file), "", 0);
}

static void add_flag(const struct codegen *c, const char *name, uint32_t value) {
    LLVMAddModuleFlag(c->module, LLVMModuleFlagBehaviorWarning, name, strlen(name),
                      LLVMValueAsMetadata(LLVMConstInt(c->types.i32, value, false)));
}

static void add_unit(const struct codegen *c) {
    static const char producer[] = "bpf-aot";
    const char *file = c->s->object;
    const struct function *first = &c->program->functions[0];
    unsigned line;
    place_of(c, first, first->insns[0].slot, &file, &line);
    bool optimised = c->s->options->opt_level != '0';
    LLVMDIBuilderCreateCompileUnit(c->debug, LLVMDWARFSourceLanguageC11, file_node(c, file),
                                   producer, strlen(producer), optimised, "", 0, 0, "", 0,
                                   LLVMDWARFEmissionFull, 0, false, false, "", 0, "", 0);
}

/* A prologue belongs to the function's line; where lines are insns, to none. */
static void add_function(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    const char *file = c->s->object;
    unsigned line = 0;
    place_of(c, function, function->insns[0].slot, &file, &line);
    LLVMMetadataRef node = file_node(c, file);
    LLVMMetadataRef type = LLVMDIBuilderCreateSubroutineType(c->debug, node, NULL, 0, 0);
    const char *name = function->name;
    bool optimised = c->s->options->opt_level != '0';
    bool local = function->kind != FUNC_PROGRAM;
    c->scopes[index] =
        LLVMDIBuilderCreateFunction(c->debug, node, name, strlen(name), "", 0, node, line, type,
                                    local, true, by_insn(c) ? 0 : line, LLVMDIFlagZero, optimised);
    LLVMSetSubprogram(c->functions[index], c->scopes[index]);
}

void lines_open(struct codegen *c) {
    if (c->s->options->lines == BPF_AOT_LINES_NONE) {
        return;
    }
    if (!by_insn(c) && !c->s->line_lookup) {
        warn(c->s, at_object(), "no source lines for -g; compile the object with clang -g");
        return;
    }
    c->debug = LLVMCreateDIBuilder(c->module);
    c->scopes = ARENA_NEW_N(&c->s->arena, LLVMMetadataRef, c->program->function_count);
    add_flag(c, "Debug Info Version", LLVMDebugMetadataVersion());
    add_flag(c, "Dwarf Version", DWARF_VERSION);
    add_unit(c);
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        add_function(c, i);
    }
}

void lines_close(struct codegen *c) {
    if (c->debug) {
        LLVMDIBuilderFinalize(c->debug);
        LLVMDisposeDIBuilder(c->debug);
        c->debug = NULL;
    }
}

static void set_line(struct emitter *e, LLVMMetadataRef scope, unsigned line) {
    LLVMMetadataRef place = LLVMDIBuilderCreateDebugLocation(e->c->context, line, 0, scope, NULL);
    LLVMSetCurrentDebugLocation2(e->c->builder, place);
}

/* Line 0: LLVM wants a place of every call that it might inline. */
LLVMMetadataRef lines_none(struct emitter *e) {
    LLVMMetadataRef before = LLVMGetCurrentDebugLocation2(e->c->builder);
    if (e->c->debug) {
        LLVMMetadataRef scope = LLVMGetSubprogram(e->fn);
        lines_resume(e->c, NULL);
        if (scope) {
            set_line(e, scope, 0);
        }
    }
    return before;
}

void lines_function(struct emitter *e) {
    lines_none(e);
}

/* Lines of a header lie in a function of another file. */
static LLVMMetadataRef scope_in(struct emitter *e, LLVMMetadataRef file) {
    LLVMMetadataRef function = e->c->scopes[e->index];
    if (file == LLVMDIScopeGetFile(function)) {
        return function;
    }
    if (!e->header || file != LLVMDIScopeGetFile(e->header)) {
        e->header = LLVMDIBuilderCreateLexicalBlockFile(e->c->debug, function, file, 0);
    }
    return e->header;
}

void lines_insn(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    const char *file;
    unsigned line;
    if (!c->debug) {
        return;
    }
    if (!place_of(c, e->function, insn->slot, &file, &line)) {
        lines_none(e);
        return;
    }
    set_line(e, scope_in(e, file_node(c, file)), line);
}

void lines_resume(struct codegen *c, LLVMMetadataRef before) {
    LLVMSetCurrentDebugLocation2(c->builder, before);
}
