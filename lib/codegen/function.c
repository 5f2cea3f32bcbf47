/* SPDX-License-Identifier: Apache-2.0 */
/* One function: a phi per live register at joins, then insn by insn in reverse post-order, so
 * that every operand exists before it is used; the phis get their values at the end. */
#include <inttypes.h>
#include <string.h>

#include "emit.h"

enum { MAY_GOTO_BUDGET = 8 * 1024 * 1024 };

static emit_fn *const emitters[OP_COUNT] = {
    [OP_ADD] = emit_alu,
    [OP_SUB] = emit_alu,
    [OP_MUL] = emit_alu,
    [OP_DIV] = emit_alu,
    [OP_OR] = emit_alu,
    [OP_AND] = emit_alu,
    [OP_LSH] = emit_alu,
    [OP_RSH] = emit_alu,
    [OP_NEG] = emit_alu,
    [OP_MOD] = emit_alu,
    [OP_XOR] = emit_alu,
    [OP_MOV] = emit_alu,
    [OP_ARSH] = emit_alu,
    [OP_SDIV] = emit_alu,
    [OP_SMOD] = emit_alu,
    [OP_MOVSX] = emit_alu,
    [OP_TO_LE] = emit_alu,
    [OP_TO_BE] = emit_alu,
    [OP_BSWAP] = emit_alu,
    [OP_JA] = emit_ja,
    [OP_JEQ] = emit_branch,
    [OP_JGT] = emit_branch,
    [OP_JGE] = emit_branch,
    [OP_JSET] = emit_branch,
    [OP_JNE] = emit_branch,
    [OP_JSGT] = emit_branch,
    [OP_JSGE] = emit_branch,
    [OP_JLT] = emit_branch,
    [OP_JLE] = emit_branch,
    [OP_JSLT] = emit_branch,
    [OP_JSLE] = emit_branch,
    [OP_CALL] = emit_call,
    [OP_EXIT] = emit_exit,
    [OP_LDDW] = emit_lddw,
    [OP_LDX] = emit_load,
    [OP_LDSX] = emit_load,
    [OP_ST] = emit_store,
    [OP_STX] = emit_store,
    [OP_ATOMIC] = emit_atomic,
    [OP_CALLX] = emit_callx,
    [OP_MAY_GOTO] = emit_may_goto,
    [OP_GOTOX] = emit_gotox,
    [OP_ADDR_CAST] = emit_cast,
    [OP_LD_ABS] = emit_packet,
    [OP_LD_IND] = emit_packet,
};

void attribute_add(struct codegen *c, LLVMValueRef function, LLVMAttributeIndex index,
                   const char *name) {
    unsigned kind = LLVMGetEnumAttributeKindForName(name, strlen(name));
    if (!kind) {
        unreachable(name);
    }
    LLVMAddAttributeAtIndex(function, index, LLVMCreateEnumAttribute(c->context, kind, 0));
}

/* Programs take their context (raw ones: memory and size), subprograms the registers that they
 * read, both the run if they need it. */
static LLVMTypeRef function_type(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    const struct function_facts *facts = &c->facts->functions[index];
    const struct function_cfg *cfg = &c->facts->cfg->functions[index];
    bool is_program = function->kind == FUNC_PROGRAM;
    LLVMTypeRef params[REG_COUNT];
    unsigned count = 0;
    if (is_program) {
        params[count++] = c->types.ptr;
        if (function->context == CONTEXT_RAW) {
            params[count++] = c->types.i64;
        }
    }
    for (int r = 1; r <= 5 && !is_program; r++) {
        if (cfg->params & 1u << r) {
            bool upper_live = c->halves[index].params & 1u << r;
            params[count++] = rep_type(c, rep_of_live(c, &facts->params[r], upper_live));
        }
    }
    if (facts_needs_run(c->facts, index)) {
        params[count++] = c->types.ptr;
    }
    enum rep result =
        is_program ? REP_I64 : rep_of_live(c, &facts->result, c->halves[index].result);
    return LLVMFunctionType(rep_type(c, result), params, count, false);
}

/* A program that needs a run has its public symbol in front of it (entries.c). */
static const char *symbol(struct codegen *c, uint32_t index) {
    const struct function *function = &c->program->functions[index];
    bool is_body = function->kind == FUNC_PROGRAM && facts_needs_run(c->facts, index);
    return is_body ? arena_printf(&c->s->arena, "%s.body", function->name) : function->name;
}

void attributes_define(struct codegen *c, LLVMValueRef function) {
    attribute_add(c, function, LLVMAttributeFunctionIndex, "nounwind");
    /* A load of NULL is a fault of the program, not a licence for the optimiser. */
    attribute_add(c, function, LLVMAttributeFunctionIndex, "null_pointer_is_valid");
    if (c->s->options->opt_level == 's') {
        attribute_add(c, function, LLVMAttributeFunctionIndex, "optsize");
    }
}

void functions_declare(struct codegen *c) {
    for (uint32_t i = 0; i < c->program->function_count; i++) {
        const struct function *function = &c->program->functions[i];
        const char *name = symbol(c, i);
        c->function_types[i] = function_type(c, i);
        c->functions[i] = LLVMAddFunction(c->module, name, c->function_types[i]);
        if (function->kind != FUNC_PROGRAM) {
            ranges_declare(c, i);
        }
        if (function->kind != FUNC_PROGRAM || name != function->name) {
            LLVMSetLinkage(c->functions[i], LLVMInternalLinkage);
        }
        LLVMSetSection(c->functions[i], arena_printf(&c->s->arena, ".text.%s", name));
        attributes_define(c, c->functions[i]);
    }
}

static void take_parameters(struct emitter *e) {
    unsigned count = LLVMCountParams(e->fn) - facts_needs_run(e->c->facts, e->index);
    uint16_t mask =
        e->function->kind == FUNC_PROGRAM ? (uint16_t)((1u << (count + 1)) - 2u) : e->cfg->params;
    unsigned next = 0;
    for (int r = 0; r < REG_COUNT; r++) {
        e->entry_regs[r] = value_constant(e->c, 0);
        if (r >= 1 && r <= 5 && (mask & 1u << r)) {
            LLVMValueRef param = LLVMGetParam(e->fn, next++);
            char name[8];
            LLVMSetValueName2(param, name, (size_t)snprintf(name, sizeof(name), "r%d", r));
            e->entry_regs[r] = value_of(e->c, param);
        }
    }
}

static void take_run(struct emitter *e) {
    if (facts_needs_run(e->c->facts, e->index)) {
        e->run = LLVMGetLastParam(e->fn);
        LLVMSetValueName2(e->run, "run", 3);
    }
}

static bool uses_may_goto(const struct function *function) {
    for (size_t i = 0; i < function->insn_count; i++) {
        if (function->insns[i].insn.op == OP_MAY_GOTO) {
            return true;
        }
    }
    return false;
}

/* One budget for all may_goto of a frame, as the kernel's verifier lays it out. */
static void make_budget(struct emitter *e) {
    struct codegen *c = e->c;
    if (uses_may_goto(e->function)) {
        e->budget = LLVMBuildAlloca(c->builder, c->types.i32, "budget");
        LLVMBuildStore(c->builder, LLVMConstInt(c->types.i32, MAY_GOTO_BUDGET, false), e->budget);
    }
}

/* A frame in the run's regions may be read all over. */
static bool is_zeroed(const struct emitter *e, uint32_t depth) {
    return e->facts->registers_frame || facts_mode(e->c) == BPF_AOT_FACTS_OFF ||
           e->facts->zero_bytes.bits[depth / 64] >> depth % 64 & 1;
}

/* Bytes that may be read first start as zero: defined, the same each time, leaking nothing. */
static void zero_frame(struct emitter *e) {
    struct codegen *c = e->c;
    uint32_t bytes = e->facts->frame_bytes;
    for (uint32_t at = 0; at < bytes;) {
        uint32_t length = 0;
        while (at + length < bytes && is_zeroed(e, bytes - 1 - at - length)) {
            length++;
        }
        if (length) {
            LLVMBuildMemSet(c->builder, pointer_plus(c, e->frame, at), LLVMConstNull(c->types.i8),
                            LLVMConstInt(c->types.iptr, length, false), at % 8 == 0 ? 8 : 1);
        }
        at += length ? length : 1;
    }
}

/* What is read before it is written against what the facts say must not look like zero. */
static void poison_frame(struct emitter *e) {
    LLVMValueRef pattern = LLVMConstInt(e->c->types.i8, 0xa5, false);
    LLVMValueRef bytes = LLVMConstInt(e->c->types.iptr, e->facts->frame_bytes, false);
    LLVMBuildMemSet(e->c->builder, e->frame, pattern, bytes, 8);
}

static void make_frame(struct emitter *e) {
    struct codegen *c = e->c;
    if (e->facts->frame_bytes) {
        LLVMTypeRef type = LLVMArrayType2(c->types.i8, e->facts->frame_bytes);
        e->frame = LLVMBuildAlloca(c->builder, type, "frame");
        LLVMSetAlignment(e->frame, 8);
        if (facts_mode(c) == BPF_AOT_FACTS_CHECK) {
            poison_frame(e);
        }
        zero_frame(e);
        e->entry_regs[REG_FP] = value_ptr(pointer_plus(c, e->frame, e->facts->frame_bytes));
        LLVMSetValueName2(e->entry_regs[REG_FP].v, "r10", 3);
    }
}

static void make_blocks(struct emitter *e) {
    struct codegen *c = e->c;
    for (uint32_t i = 0; i < e->cfg->order_count; i++) {
        uint32_t b = e->cfg->order[i];
        char name[16];
        snprintf(name, sizeof(name), "L%" PRIu32, e->function->insns[e->cfg->blocks[b].first].slot);
        e->blocks[b] = LLVMAppendBasicBlockInContext(c->context, e->fn, name);
    }
}

static void start_block(struct emitter *e, uint32_t block) {
    LLVMPositionBuilderAtEnd(e->c->builder, e->blocks[block]);
    if (phis_needed(e, block)) {
        phis_make(e, block);
        return;
    }
    const struct value *before =
        block == 0 ? e->entry_regs : e->ends[e->cfg->blocks[block].preds[0]].regs;
    memcpy(e->regs, before, sizeof(e->regs));
}

static void show_results(struct emitter *e, uint16_t writes) {
    for (int r = 0; r < REG_FP; r++) {
        if (writes & 1u << r) {
            show_fact(e->c, e->regs[r].v, r, &e->cursor.state->regs[r]);
        }
    }
}

static void emit_block(struct emitter *e, uint32_t block) {
    LLVMBuilderRef builder = e->c->builder;
    if (!facts_enter(&e->cursor, block)) {
        /* Behind a branch that is never taken, or a call that never returns. */
        LLVMPositionBuilderAtEnd(builder, e->blocks[block]);
        check_unreached(e, block);
        return;
    }
    lines_insn(e, &e->function->insns[e->cfg->blocks[block].first]);
    start_block(e, block);
    check_block(e, block);
    guard_block(e, block);
    for (uint32_t i = e->cfg->blocks[block].first; i < e->cfg->blocks[block].end; i++) {
        const struct prog_insn *insn = &e->function->insns[i];
        if (e->ends[block].in_tree == TREE_INSIDE && insn_is_branch(&insn->insn)) {
            break;
        }
        lines_insn(e, insn);
        check_alignment(e, insn);
        guard_insn(e, insn);
        emitters[insn->insn.op](e, insn);
        uint16_t writes = cfg_writes(insn);
        facts_step(&e->cursor, insn);
        check_results(e, insn);
        if (e->ends[block].in_tree != TREE_INSIDE) {
            hide_constants(e, writes);
        }
        for (int r = 0; r < REG_FP; r++) {
            if (writes & 1u << r) {
                name_value(e->regs[r], r, "", insn->slot);
            }
        }
        show_results(e, writes);
        check_cut(e, block, i);
    }
    LLVMBasicBlockRef end = LLVMGetInsertBlock(builder);
    if (e->ends[block].in_tree == TREE_INSIDE) {
        /* The switch in its stead needs its registers only. */
        LLVMDeleteBasicBlock(e->blocks[block]);
    } else if (!LLVMGetBasicBlockTerminator(end)) { /* no jump: falls into the next block */
        LLVMBuildBr(builder, e->blocks[e->cfg->blocks[block].succ[0]]);
    }
    e->ends[block].end = end;
    memcpy(e->ends[block].regs, e->regs, sizeof(e->regs));
}

static void emit_body(struct emitter *e) {
    lines_function(e);
    e->entry = LLVMAppendBasicBlockInContext(e->c->context, e->fn, "entry");
    make_blocks(e);
    LLVMPositionBuilderAtEnd(e->c->builder, e->entry);
    take_parameters(e);
    take_run(e);
    make_frame(e);
    make_budget(e);
    guard_function(e);
    e->entry = LLVMGetInsertBlock(e->c->builder); /* a check may have cut it */
    LLVMBuildBr(e->c->builder, e->blocks[0]);
    for (uint32_t i = 0; i < e->cfg->order_count; i++) {
        emit_block(e, e->cfg->order[i]);
    }
    phis_finish(e);
    lines_resume(e->c, NULL);
}

void function_emit(struct codegen *c, uint32_t index) {
    struct arena *arena = &c->s->arena;
    const struct function_cfg *cfg = &c->facts->cfg->functions[index];
    struct emitter e = {
        .c = c,
        .index = index,
        .function = &c->program->functions[index],
        .cfg = cfg,
        .facts = &c->facts->functions[index],
        .fn = c->functions[index],
        .blocks = ARENA_NEW_N(arena, LLVMBasicBlockRef, cfg->block_count),
        .ends = ARENA_NEW_N(arena, struct block_values, cfg->block_count),
        .phis = arena_alloc(arena, cfg->block_count * sizeof(*e.phis)),
    };
    facts_open(c->s, c->facts, index, &e.cursor);
    emit_body(&e);
}
