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
    if (a.rep == REP_I32 && b.rep == REP_I32 && !is_signed) {
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
    return LLVMBuildICmp(c->builder, conditions[insn->op].predicate, left, right, "");
}

void emit_branch(struct emitter *e, const struct prog_insn *insn) {
    uint32_t index = e->cfg->block_of[insn - e->function->insns];
    const struct block *block = &e->cfg->blocks[index];
    if (block->succ_count == 1) {
        LLVMBuildBr(e->c->builder, e->blocks[block->succ[0]]);
        return;
    }
    LLVMValueRef condition = compare(e, &insn->insn);
    LLVMBuildCondBr(e->c->builder, condition, e->blocks[block->succ[0]], e->blocks[block->succ[1]]);
}

void emit_ja(struct emitter *e, const struct prog_insn *insn) {
    LLVMBuildBr(e->c->builder, e->blocks[e->cfg->block_of[insn->target]]);
}

void emit_exit(struct emitter *e, const struct prog_insn *insn) {
    LLVMTypeRef type = LLVMGetReturnType(e->c->function_types[e->index]);
    enum rep rep = type == e->c->types.ptr ? REP_PTR : type == e->c->types.i32 ? REP_I32 : REP_I64;
    LLVMBuildRet(e->c->builder, as_rep(e->c, e->regs[0], rep));
}
