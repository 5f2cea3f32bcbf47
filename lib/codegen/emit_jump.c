/* SPDX-License-Identifier: Apache-2.0 */
/* Jumps (RFC 9669, 4.3). Comparisons are made as narrow as the operands allow. */
#include "emit.h"

struct condition {
    LLVMIntPredicate predicate;
    bool is_signed;
};

static const struct condition conditions[OP_COUNT] = {
    [OP_JEQ] = {LLVMIntEQ, false},  [OP_JNE] = {LLVMIntNE, false},  [OP_JGT] = {LLVMIntUGT, false},
    [OP_JGE] = {LLVMIntUGE, false}, [OP_JLT] = {LLVMIntULT, false}, [OP_JLE] = {LLVMIntULE, false},
    [OP_JSGT] = {LLVMIntSGT, true}, [OP_JSGE] = {LLVMIntSGE, true}, [OP_JSLT] = {LLVMIntSLT, true},
    [OP_JSLE] = {LLVMIntSLE, true}, [OP_JSET] = {LLVMIntNE, false},
};

static LLVMIntPredicate predicate_of(enum op op, bool no_sign) {
    static const LLVMIntPredicate unsigned_ones[] = {
        [LLVMIntSGT] = LLVMIntUGT,
        [LLVMIntSGE] = LLVMIntUGE,
        [LLVMIntSLT] = LLVMIntULT,
        [LLVMIntSLE] = LLVMIntULE,
    };
    LLVMIntPredicate predicate = conditions[op].predicate;
    return no_sign && conditions[op].is_signed ? unsigned_ones[predicate] : predicate;
}

static bool is_null(struct value value) {
    return LLVMIsConstant(value.v) && LLVMIsNull(value.v);
}

/* What two operands can be compared as without losing anything. */
static enum rep common_rep(const struct insn *insn, struct value a, struct value b) {
    if (insn->width == 32) {
        return REP_I32;
    }
    bool is_set_test = insn->op == OP_JSET;
    bool is_signed = conditions[insn->op].is_signed;
    if (a.rep == REP_I32 && b.rep == REP_I32) {
        return REP_I32;
    }
    /* Only equality with null keeps its meaning; 0 is below every pointer, too. */
    bool pointers =
        (a.rep == REP_PTR && (b.rep == REP_PTR || is_null(b))) || (b.rep == REP_PTR && is_null(a));
    return pointers && !is_signed && !is_set_test ? REP_PTR : REP_I64;
}

static LLVMValueRef compare(struct emitter *e, const struct insn *insn) {
    struct codegen *c = e->c;
    struct value a = e->regs[insn->dst];
    struct value b = operand_value(e, insn);
    enum rep rep = common_rep(insn, a, b);
    LLVMValueRef left = as_rep(c, a, rep), right = as_rep(c, b, rep);
    if (insn->op == OP_JSET) {
        left = LLVMBuildAnd(c->builder, left, right, "");
        right = LLVMConstNull(LLVMTypeOf(left));
    }
    /* Zero-extended halves have no sign in 64 bits. */
    bool no_sign = insn->width == 64 && rep == REP_I32;
    return LLVMBuildICmp(c->builder, predicate_of(insn->op, no_sign), left, right, "");
}

void emit_branch(struct emitter *e, const struct prog_insn *insn) {
    uint32_t index = e->cfg->block_of[insn - e->function->insns];
    const struct block *block = &e->cfg->blocks[index];
    if (block->succ_count == 1) {
        LLVMBuildBr(e->c->builder, e->blocks[block->succ[0]]);
        return;
    }
    if (emit_switch(e, index)) {
        return;
    }
    LLVMValueRef condition = compare(e, &insn->insn);
    LLVMBuildCondBr(e->c->builder, condition, e->blocks[block->succ[0]], e->blocks[block->succ[1]]);
}

void emit_ja(struct emitter *e, const struct prog_insn *insn) {
    LLVMBuildBr(e->c->builder, e->blocks[e->cfg->block_of[insn->target]]);
}

/* Falls through as long as the budget lasts (kernel: BPF_MAX_LOOPS a frame). */
void emit_may_goto(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    const struct block *block = &e->cfg->blocks[e->cfg->block_of[insn - e->function->insns]];
    LLVMValueRef left = LLVMBuildLoad2(c->builder, c->types.i32, e->budget, "");
    LLVMValueRef one = LLVMConstInt(c->types.i32, 1, false);
    LLVMValueRef spent =
        LLVMBuildICmp(c->builder, LLVMIntEQ, left, LLVMConstNull(c->types.i32), "");
    LLVMValueRef next =
        LLVMBuildSelect(c->builder, spent, left, LLVMBuildSub(c->builder, left, one, ""), "");
    LLVMBuildStore(c->builder, next, e->budget);
    if (block->succ_count == 1) {
        LLVMBuildBr(c->builder, e->blocks[block->succ[0]]);
        return;
    }
    LLVMBuildCondBr(c->builder, spent, e->blocks[block->succ[0]], e->blocks[block->succ[1]]);
}

/* The register holds what a jump table gave: the index of an insn (lib/program). */
void emit_gotox(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMBasicBlockRef nowhere = LLVMAppendBasicBlockInContext(c->context, e->fn, "nowhere");
    LLVMValueRef choice = LLVMBuildSwitch(c->builder, as_i64(c, e->regs[insn->insn.dst]), nowhere,
                                          (unsigned)e->function->gotox_target_count);
    for (size_t i = 0; i < e->function->gotox_target_count; i++) {
        uint32_t target = e->function->gotox_targets[i];
        LLVMAddCase(choice, LLVMConstInt(c->types.i64, target, false),
                    e->blocks[e->cfg->block_of[target]]);
    }
    LLVMBasicBlockRef here = LLVMGetInsertBlock(c->builder);
    /* No verifier accepts a jump elsewhere; without one it ends the function. */
    LLVMPositionBuilderAtEnd(c->builder, nowhere);
    build_return_zero(e);
    LLVMPositionBuilderAtEnd(c->builder, here);
}

void emit_exit(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMTypeRef type = LLVMGetReturnType(c->function_types[e->index]);
    bool upper_live = c->halves[e->index].result;
    /* What nobody should look at is zero all the same: the kernel's result has 32 bits. */
    struct value result =
        e->regs[0].rep == REP_PTR || upper_live ? e->regs[0] : value_i32(as_i32(c, e->regs[0]));
    build_return(e, as_type(c, result, type));
}
