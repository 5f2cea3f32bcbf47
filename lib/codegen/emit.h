/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/codegen: the module under construction, and one function of it. */
#ifndef BPF_AOT_CODEGEN_EMIT_H
#define BPF_AOT_CODEGEN_EMIT_H

#include "codegen/codegen.h"

struct ir_types {
    LLVMTypeRef i1, i8, i16, i32, i64, iptr, ptr, void_;
};

struct codegen {
    struct session *s;
    const struct facts *facts;
    const struct program *program;
    const struct codegen_target *target;
    LLVMContextRef context;
    LLVMModuleRef module;
    LLVMBuilderRef builder;
    struct ir_types types;
    LLVMValueRef *maps;      /* by map: struct bpf_aot_map of runtime.h */
    LLVMValueRef *data;      /* by data section: an array of bytes */
    LLVMValueRef *functions; /* by function: what a direct call calls */
    LLVMTypeRef *function_types;
    LLVMValueRef *publics;   /* by function: of programs, the public symbol */
    LLVMValueRef *callbacks; /* by function: the uniform entry; NULL: not asked for so far */
    LLVMValueRef *records;   /* by function: of programs, struct bpf_aot_program */
    LLVMTypeRef context_types[CONTEXT_COUNT]; /* by enum context_kind: the runtime's struct */
    LLVMValueRef *helpers;                    /* by row of helpers.def; NULL: not called so far */
    LLVMTypeRef *helper_types;
    LLVMTypeRef run_type;      /* struct bpf_aot_run of runtime.h */
    LLVMTypeRef body_type;     /* u64 (ctx, run) */
    LLVMTypeRef callback_type; /* u64 (u64 r1 to r5, run) */
    LLVMValueRef dispatch;     /* bpf_aot_dispatch; NULL: not called so far */
};

/* How a 64-bit BPF value is held. */
enum rep {
    REP_I64,
    REP_I32, /* an i32; the upper half is zero */
    REP_PTR, /* a ptr; on 32-bit targets the upper half is zero */
};

struct value {
    LLVMValueRef v;
    enum rep rep;
};

struct block_values {
    struct value regs[REG_COUNT]; /* at the end of the block */
    LLVMBasicBlockRef end;        /* last LLVM block of it; NULL: not emitted */
};

struct emitter {
    struct codegen *c;
    uint32_t index;
    const struct function *function;
    const struct function_cfg *cfg;
    const struct function_facts *facts;
    struct facts_cursor cursor; /* state before the current insn */
    LLVMValueRef fn;
    LLVMValueRef frame;  /* alloca of facts->frame_bytes, or NULL */
    LLVMValueRef budget; /* alloca of the may_goto counter, or NULL */
    LLVMValueRef run;    /* last parameter of functions that need it, or NULL */
    LLVMBasicBlockRef entry;
    LLVMBasicBlockRef *blocks; /* by block of the cfg */
    struct block_values *ends; /* by block */
    LLVMValueRef (*phis)[REG_COUNT];
    struct value entry_regs[REG_COUNT];
    struct value regs[REG_COUNT]; /* now */
};

/* module-level parts */
void types_init(struct codegen *c);
void functions_declare(struct codegen *c);
void programs_define(struct codegen *c); /* records and public entries; before the maps */
void maps_define(struct codegen *c);
void data_declare(struct codegen *c); /* sections, which may point at each other */
void data_define(struct codegen *c);
/* A global of internal linkage; a string; an entry of a list of runtime.h, kept for the linker. */
LLVMValueRef global_add(struct codegen *c, LLVMTypeRef type, const char *name,
                        LLVMValueRef initial);
LLVMValueRef global_string(struct codegen *c, const char *name, const char *text);
LLVMValueRef global_list(struct codegen *c, const char *section, const char *name,
                         LLVMValueRef item);
void globals_keep(struct codegen *c, LLVMValueRef *globals, size_t count);
LLVMValueRef constant_u32(struct codegen *c, uint32_t value);
/* The entry of a function that helpers and callx call, whatever registers it reads. */
LLVMValueRef callback_entry(struct codegen *c, uint32_t index);
void function_emit(struct codegen *c, uint32_t index);
LLVMValueRef helper_declare(struct codegen *c, uint32_t row);
/* Enum attribute by name on parameter `index` (LLVMAttribute*Index) of a function. */
void attribute_add(struct codegen *c, LLVMValueRef function, LLVMAttributeIndex index,
                   const char *name);

/* values */
enum rep rep_of(const struct codegen *c, const struct fact *fact);
LLVMTypeRef rep_type(const struct codegen *c, enum rep rep);
struct value value_i64(LLVMValueRef v);
struct value value_i32(LLVMValueRef v);
struct value value_ptr(LLVMValueRef v);
struct value value_constant(const struct codegen *c, uint64_t number);
LLVMValueRef as_i64(struct codegen *c, struct value value);
LLVMValueRef as_i32(struct codegen *c, struct value value); /* the lower half */
LLVMValueRef as_ptr(struct codegen *c, struct value value);
LLVMValueRef as_index(struct codegen *c, struct value value); /* as wide as a pointer */
LLVMValueRef as_rep(struct codegen *c, struct value value, enum rep rep);
/* The value that a fact alone determines (a number, a frame address, a map); false if none. */
bool value_of_fact(struct emitter *e, const struct fact *fact, struct value *value);
LLVMValueRef pointer_plus(struct codegen *c, LLVMValueRef pointer, int64_t bytes);
struct value operand_value(struct emitter *e, const struct insn *insn);

/* one insn each; they read e->regs and e->cursor and set e->regs */
typedef void emit_fn(struct emitter *e, const struct prog_insn *insn);
emit_fn emit_alu, emit_lddw, emit_load, emit_store, emit_atomic, emit_cast, emit_packet;
emit_fn emit_ja, emit_branch, emit_may_goto, emit_gotox, emit_call, emit_callx, emit_exit;

/* The address reg + offset as a ptr. */
LLVMValueRef access_address(struct emitter *e, unsigned reg, int16_t offset);
LLVMValueRef as_type(struct codegen *c, struct value value, LLVMTypeRef type);
struct value value_of(struct codegen *c, LLVMValueRef v); /* by its type */
/* Runs a tail call that the call before left pending, out of line; the result to go on with. */
LLVMValueRef dispatch_pending(struct emitter *e, LLVMValueRef result);

/* The fact of a register after the insn. */
struct fact fact_after(struct emitter *e, const struct prog_insn *insn, unsigned reg);

#endif
