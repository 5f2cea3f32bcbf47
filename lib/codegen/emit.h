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
    LLVMValueRef *functions; /* by function */
    LLVMTypeRef *function_types;
    LLVMTypeRef context_types[2]; /* by enum context_kind: the runtime's struct */
    LLVMValueRef *helpers;        /* by row of helpers.def; NULL: not called so far */
    LLVMTypeRef *helper_types;
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
    LLVMValueRef frame; /* alloca of facts->frame_bytes, or NULL */
    LLVMBasicBlockRef entry;
    LLVMBasicBlockRef *blocks; /* by block of the cfg */
    struct block_values *ends; /* by block */
    LLVMValueRef (*phis)[REG_COUNT];
    struct value entry_regs[REG_COUNT];
    struct value regs[REG_COUNT]; /* now */
};

/* module-level parts */
void types_init(struct codegen *c);
void data_define(struct codegen *c);
void data_register_programs(struct codegen *c);
void functions_declare(struct codegen *c);
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
emit_fn emit_alu, emit_lddw, emit_load, emit_store, emit_ja, emit_branch, emit_call, emit_exit;

/* The fact of a register after the insn. */
struct fact fact_after(struct emitter *e, const struct prog_insn *insn, unsigned reg);

#endif
