/* SPDX-License-Identifier: Apache-2.0 */
/* Inside lib/codegen: the module under construction, and one function of it. */
#ifndef BPF_AOT_CODEGEN_EMIT_H
#define BPF_AOT_CODEGEN_EMIT_H

#include <llvm-c/DebugInfo.h>

#include "codegen/codegen.h"
#include "facts/access.h"

struct ir_types {
    LLVMTypeRef i1, i8, i16, i32, i64, iptr, ptr, void_;
};

/* Upper halves of registers that may be read, bit r for register r. */
struct function_halves {
    uint16_t *at_block; /* where a block begins */
    uint16_t *after;    /* behind an insn */
    uint16_t params;    /* at entry, of r1 to r5 */
    bool result;        /* r0's, where the function returns */
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
    struct function_halves *halves; /* by function */
    LLVMValueRef *maps;             /* by map: struct bpf_aot_map of runtime.h */
    LLVMValueRef *storage;          /* by map: what its handle points at */
    LLVMValueRef *data;             /* by data section: an array of bytes */
    LLVMValueRef *functions;        /* by function: what a direct call calls */
    LLVMTypeRef *function_types;
    LLVMValueRef *publics;   /* by function: of programs, the public symbol */
    LLVMValueRef *callbacks; /* by function: the uniform entry; NULL: not asked for so far */
    LLVMValueRef *records;   /* by function: of programs, struct bpf_aot_program */
    LLVMTypeRef context_types[LAYOUT_COUNT]; /* by enum context_layout: the runtime's struct */
    LLVMValueRef *helpers;                   /* by row of helpers.def; NULL: not called so far */
    LLVMTypeRef *helper_types;
    LLVMTypeRef run_type;      /* struct bpf_aot_run of runtime.h */
    LLVMTypeRef body_type;     /* u64 (ctx, run) */
    LLVMTypeRef callback_type; /* u64 (u64 r1 to r5, run) */
    bool show_facts;           /* -print=facts: also in the IR */
    LLVMDIBuilderRef debug;    /* NULL: no line table is asked for, or there are no lines */
    LLVMMetadataRef *scopes;   /* by function, of the line table */
    LLVMValueRef dispatch;     /* bpf_aot_dispatch; NULL: not called so far */
};

/* How a 64-bit BPF value is held. */
enum rep {
    REP_I64,
    REP_I32, /* an i32; the upper half is zero, or nobody reads it */
    REP_PTR, /* a ptr; on 32-bit targets the upper half is zero */
};

struct value {
    LLVMValueRef v;
    enum rep rep;
    const struct fact *asked; /* -facts=check: the value was compared with this last */
};

/* A block's part in a tree of branches that became a switch. */
enum in_tree { TREE_NONE, TREE_ROOT, TREE_INSIDE };

struct block_values {
    struct value regs[REG_COUNT]; /* at the end of the block */
    LLVMBasicBlockRef end;        /* last LLVM block of it; NULL: not emitted */
    enum in_tree in_tree;
    LLVMBasicBlockRef edges[2]; /* in a tree, by successor: the end instead; NULL: never taken */
};

struct emitter {
    struct codegen *c;
    uint32_t index;
    const struct function *function;
    const struct function_cfg *cfg;
    const struct function_facts *facts;
    struct facts_cursor cursor; /* state before the current insn */
    LLVMValueRef fn;
    LLVMValueRef frame;         /* alloca of facts->frame_bytes, or NULL */
    LLVMValueRef budget;        /* alloca of the may_goto counter, or NULL */
    LLVMValueRef run;           /* last parameter of functions that need it, or NULL */
    LLVMValueRef region;        /* alloca of struct bpf_aot_region for the frame, or NULL */
    struct facts_cursor ahead;  /* state after the current insn, where there is a region */
    LLVMBasicBlockRef aborting; /* block that ends the run, or NULL */
    LLVMBasicBlockRef leaving;  /* block that returns because the run has ended, or NULL */
    LLVMBasicBlockRef cut;      /* block that is never reached (check_cut), or NULL */
    LLVMMetadataRef header;     /* scope of lines of another file than the function's, or NULL */
    LLVMBasicBlockRef entry;
    LLVMBasicBlockRef *blocks; /* by block of the cfg */
    struct block_values *ends; /* by block */
    LLVMValueRef (*phis)[REG_COUNT];
    struct value entry_regs[REG_COUNT];
    struct value regs[REG_COUNT]; /* now */
};

/* module-level parts */
void types_init(struct codegen *c);
void halves_find(struct codegen *c); /* before any function's type is made */
/* Attributes of a subprogram that say in which range its arguments and its result are. */
void ranges_declare(struct codegen *c, uint32_t index);
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
/* Those of every function that is defined. */
void attributes_define(struct codegen *c, LLVMValueRef function);

/* the line table (lines.c); nothing where none is asked for */
void lines_open(struct codegen *c); /* when all functions are declared */
void lines_close(struct codegen *c);
void lines_function(struct emitter *e);
void lines_insn(struct emitter *e, const struct prog_insn *insn);
/* From here on code that belongs to no insn; what was before, for lines_resume. */
LLVMMetadataRef lines_none(struct emitter *e);
void lines_resume(struct codegen *c, LLVMMetadataRef before);

/* phis */
bool phis_needed(const struct emitter *e, uint32_t block);
/* Sets e->regs to what holds where a block begins. */
void phis_make(struct emitter *e, uint32_t block);
void phis_finish(struct emitter *e); /* when all blocks are emitted */
/* r3.12: what insn 12 left in r3; r3.L12: what it is where block L12 begins. */
void name_value(struct value value, int reg, const char *of, uint32_t slot);

/* what code relies on (relied.c) */
enum bpf_aot_facts facts_mode(const struct codegen *c);
/* True when facts may shape the code where it would also work without. */
bool facts_shape(const struct codegen *c);
/* What code may rely on of a fact: in -facts=off pointers, in -facts=check nothing. */
struct fact fact_relied(const struct codegen *c, const struct fact *fact);
enum rep rep_of(const struct codegen *c, const struct fact *fact);
/* The same where only the lower half may be read: the upper half of an i32 then means nothing. */
enum rep rep_of_live(const struct codegen *c, const struct fact *fact, bool upper_live);
/* The unsigned range of a number. */
uint64_t fact_umin(const struct codegen *c, const struct fact *fact);
uint64_t fact_umax(const struct codegen *c, const struct fact *fact);
/* Of the address reg + offset, in bytes. */
unsigned alignment_of(const struct emitter *e, unsigned reg, int16_t offset);

/* values */
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

/* -facts=check (check.c): where a block begins, behind an insn, before a load or store; the code of
 * a block that is never reached. Nothing in the other modes. */
void check_block(struct emitter *e, uint32_t block);
void check_results(struct emitter *e, const struct prog_insn *insn);
void check_alignment(struct emitter *e, const struct prog_insn *insn);
void check_unreached(struct emitter *e, uint32_t block);
/* Behind an insn: ends the LLVM block if it has become long. */
void check_cut(struct emitter *e, uint32_t block, uint32_t insn);

/* hide.c: the value where LLVM does not know it; -hide-constants for results of an insn. */
LLVMValueRef value_hide(LLVMBuilderRef builder, LLVMValueRef value);
void hide_constants(struct emitter *e, uint16_t writes);

/* Makes a switch of the tree of branches that a block's branch is the root of, if it is one. */
bool emit_switch(struct emitter *e, uint32_t block);

/* one insn each; they read e->regs and e->cursor and set e->regs */
typedef void emit_fn(struct emitter *e, const struct prog_insn *insn);
emit_fn emit_alu, emit_lddw, emit_load, emit_store, emit_atomic, emit_cast, emit_packet;
emit_fn emit_ja, emit_branch, emit_may_goto, emit_gotox, emit_call, emit_callx, emit_exit;

/* The result of bpf_map_lookup_elem in line; NULL: the runtime has to be called. */
LLVMValueRef emit_lookup(struct emitter *e, uint32_t row);

/* The same for accesses through a context pointer (context.c). */
void emit_context_load(struct emitter *e, const struct insn *insn, const struct fact *base);
void emit_context_store(struct emitter *e, const struct insn *insn, const struct fact *base,
                        struct value value);
/* What a load insn makes of the bytes it loaded: zero- or sign-extended. */
struct value widen_loaded(struct emitter *e, const struct insn *insn, LLVMValueRef loaded);
/* The address reg + offset as a ptr. */
LLVMValueRef access_address(struct emitter *e, unsigned reg, int16_t offset);
LLVMValueRef as_type(struct codegen *c, struct value value, LLVMTypeRef type);
struct value value_of(struct codegen *c, LLVMValueRef v); /* by its type */
/* Members of struct bpf_aot_run (runtime.h). */
enum run_member {
    RUN_NEXT,
    RUN_CTX,
    RUN_INPUT,
    RUN_REGIONS,
    RUN_TAIL_CALLS,
    RUN_ABORTED,
    RUN_CONTEXT,
    RUN_DEPTH,
    RUN_INPUT_BYTES,
    RUN_SPENT,
    RUN_HELD_COUNT,
    RUN_HELD, /* the last one, and the only one that a run does not begin with as zero */
    RUN_MEMBERS
};
LLVMValueRef run_member(struct emitter *e, enum run_member member);

/* guard.c, abort.c: checks where a function, a block, an insn begins, and behind a call. Nothing
 * where everything is proven. */
void guard_function(struct emitter *e);
void guard_block(struct emitter *e, uint32_t block);
void guard_insn(struct emitter *e, const struct prog_insn *insn);
/* True for a load that goes through the runtime; then its value, zero-extended. */
bool guard_probes(struct emitter *e, const struct prog_insn *insn, LLVMValueRef *loaded);
void guard_call(struct emitter *e);
void guard_escape(struct emitter *e, const struct prog_insn *insn);
/* Around a call whose depth nobody bounds: the depth before it. */
LLVMValueRef guard_deeper(struct emitter *e);
void guard_back(struct emitter *e, LLVMValueRef depth);
/* Goes on in a new block where `good` holds, as is likely; else goes to `otherwise`. */
void go_on_if(struct emitter *e, LLVMValueRef good, LLVMBasicBlockRef otherwise);
/* Goes on where `good` holds, else ends the run. */
void abort_unless(struct emitter *e, LLVMValueRef good);
/* Returns from the function. */
void build_return(struct emitter *e, LLVMValueRef value);
void build_return_zero(struct emitter *e);

/* Runs a tail call that the call before left pending, out of line; the result to go on with. */
LLVMValueRef dispatch_pending(struct emitter *e, LLVMValueRef result);

/* Notes what is known of the register that a value stands for, if asked to. */
void show_fact(struct codegen *c, LLVMValueRef value, int reg, const struct fact *fact);

/* Says of a load or store through a pointer which memories it does not touch. */
void alias_mark(struct emitter *e, LLVMValueRef access, const struct fact *base);

/* Notes where a load or store of so many bytes lies, for split_access. */
void split_mark(struct emitter *e, LLVMValueRef access, const struct fact *base, int16_t offset,
                unsigned bytes);

/* Rewrites for a back end, of one insn of LLVM's if it is meant (workaround.c). */
typedef void rewrite_fn(const struct codegen_target *target, LLVMBuilderRef builder,
                        LLVMValueRef insn);
rewrite_fn split_access, hide_factor;

/* The fact of a register after the insn. */
struct fact fact_after(struct emitter *e, const struct prog_insn *insn, unsigned reg);

#endif
