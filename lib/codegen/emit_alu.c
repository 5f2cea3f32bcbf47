/* SPDX-License-Identifier: Apache-2.0 */
/* ALU insns (RFC 9669, 4.1 and 4.2). What BPF defines and LLVM does not - division by zero, the
 * most negative number by -1, large shifts - is spelled out. */
#include "emit.h"

/* One operation on two i32 or two i64. */
typedef LLVMValueRef binary_fn(struct codegen *c, LLVMValueRef a, LLVMValueRef b);

static LLVMValueRef number(LLVMValueRef like, uint64_t value) {
    return LLVMConstInt(LLVMTypeOf(like), value, true);
}

static LLVMValueRef is_number(struct codegen *c, LLVMValueRef a, int64_t value) {
    return LLVMBuildICmp(c->builder, LLVMIntEQ, a, number(a, (uint64_t)value), "");
}

static LLVMValueRef add(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildAdd(c->builder, a, b, "");
}

static LLVMValueRef sub(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildSub(c->builder, a, b, "");
}

static LLVMValueRef mul(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildMul(c->builder, a, b, "");
}

static LLVMValueRef or_(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildOr(c->builder, a, b, "");
}

static LLVMValueRef and_(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildAnd(c->builder, a, b, "");
}

static LLVMValueRef xor_(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildXor(c->builder, a, b, "");
}

/* A divisor that LLVM may divide by; what the result then is, the caller selects. */
static LLVMValueRef or_one(struct codegen *c, LLVMValueRef unusable, LLVMValueRef divisor) {
    return LLVMBuildSelect(c->builder, unusable, number(divisor, 1), divisor, "");
}

/* x / 0 is 0. */
static LLVMValueRef divide(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef quotient = LLVMBuildUDiv(c->builder, a, or_one(c, by_zero, b), "");
    return LLVMBuildSelect(c->builder, by_zero, number(a, 0), quotient, "");
}

/* x % 0 is x. */
static LLVMValueRef modulo(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef rest = LLVMBuildURem(c->builder, a, or_one(c, by_zero, b), "");
    return LLVMBuildSelect(c->builder, by_zero, a, rest, "");
}

/* x s/ -1 is -x, which for the most negative number is itself. */
static LLVMValueRef divide_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef by_minus_one = is_number(c, b, -1);
    LLVMValueRef unusable = LLVMBuildOr(c->builder, by_zero, by_minus_one, "");
    LLVMValueRef quotient = LLVMBuildSDiv(c->builder, a, or_one(c, unusable, b), "");
    LLVMValueRef negated = LLVMBuildNeg(c->builder, a, "");
    LLVMValueRef result = LLVMBuildSelect(c->builder, by_minus_one, negated, quotient, "");
    return LLVMBuildSelect(c->builder, by_zero, number(a, 0), result, "");
}

/* x s% -1 is 0. */
static LLVMValueRef modulo_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef by_minus_one = is_number(c, b, -1);
    LLVMValueRef unusable = LLVMBuildOr(c->builder, by_zero, by_minus_one, "");
    LLVMValueRef rest = LLVMBuildSRem(c->builder, a, or_one(c, unusable, b), "");
    /* or_one divides by 1, whose rest is 0: right for -1. */
    return LLVMBuildSelect(c->builder, by_zero, a, rest, "");
}

/* Only the low 5 or 6 bits of the amount count. */
static LLVMValueRef amount(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    unsigned width = LLVMGetIntTypeWidth(LLVMTypeOf(a));
    return LLVMBuildAnd(c->builder, b, number(b, width - 1), "");
}

static LLVMValueRef shift_left(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildShl(c->builder, a, amount(c, a, b), "");
}

static LLVMValueRef shift_right(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildLShr(c->builder, a, amount(c, a, b), "");
}

static LLVMValueRef shift_right_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildAShr(c->builder, a, amount(c, a, b), "");
}

static LLVMValueRef negate(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return LLVMBuildNeg(c->builder, a, "");
}

static LLVMValueRef move(struct codegen *c, LLVMValueRef a, LLVMValueRef b) {
    return b;
}

/* When a 64-bit operation on zero-extended operands may be done on their halves. */
enum narrow {
    NEVER,
    ALWAYS,      /* the result's upper half is zero, too */
    WHEN_FITS,   /* when the facts say so of the result */
    SHIFTS_DOWN, /* always, but an amount of 32 or more is not a 32-bit amount */
};

static const struct binary {
    binary_fn *emit;
    enum narrow narrow;
} binaries[OP_COUNT] = {
    [OP_ADD] = {add, WHEN_FITS},
    [OP_SUB] = {sub, WHEN_FITS},
    [OP_MUL] = {mul, WHEN_FITS},
    [OP_DIV] = {divide, ALWAYS},
    [OP_OR] = {or_, ALWAYS},
    [OP_AND] = {and_, ALWAYS},
    [OP_LSH] = {shift_left, WHEN_FITS},
    [OP_RSH] = {shift_right, SHIFTS_DOWN},
    [OP_NEG] = {negate, NEVER},
    [OP_MOD] = {modulo, ALWAYS},
    [OP_XOR] = {xor_, ALWAYS},
    [OP_MOV] = {move, NEVER},
    [OP_ARSH] = {shift_right_signed, NEVER},
    [OP_SDIV] = {divide_signed, NEVER},
    [OP_SMOD] = {modulo_signed, NEVER},
};

static bool is_small_shift(const struct insn *insn) {
    return insn->form == FORM_K && (insn->imm & 63) < 32;
}

static bool may_narrow(struct emitter *e, const struct prog_insn *insn, struct value a,
                       struct value b) {
    /* One zero upper half is enough for AND. */
    bool both = a.rep == REP_I32 && b.rep == REP_I32;
    if (insn->insn.op == OP_AND) {
        return a.rep == REP_I32 || b.rep == REP_I32;
    }
    switch (binaries[insn->insn.op].narrow) {
    case ALWAYS:
        return both;
    case SHIFTS_DOWN:
        return both && is_small_shift(&insn->insn);
    case WHEN_FITS: {
        struct fact result = fact_after(e, insn, insn->insn.dst);
        return both && (insn->insn.op != OP_LSH || is_small_shift(&insn->insn)) &&
               rep_of(e->c, &result) == REP_I32;
    }
    default:
        return false;
    }
}

static struct value emit_binary(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    struct value a = e->regs[insn->insn.dst];
    struct value b = operand_value(e, &insn->insn);
    binary_fn *emit = binaries[insn->insn.op].emit;
    if (insn->insn.width == 32 || may_narrow(e, insn, a, b)) {
        return value_i32(emit(c, as_i32(c, a), as_i32(c, b)));
    }
    return value_i64(emit(c, as_i64(c, a), as_i64(c, b)));
}

/* Pointer plus or minus a number, where the facts hold the result for a pointer. */
static bool emit_pointer(struct emitter *e, const struct prog_insn *insn, struct value *result) {
    struct codegen *c = e->c;
    const struct insn *i = &insn->insn;
    struct fact after = fact_after(e, insn, i->dst);
    if (rep_of(c, &after) != REP_PTR || (i->op != OP_ADD && i->op != OP_SUB)) {
        return false;
    }
    if (value_of_fact(e, &after, result)) {
        return true;
    }
    struct value pointer = e->regs[i->dst], offset = operand_value(e, i);
    if (!fact_is_pointer(&e->cursor.state->regs[i->dst])) {
        pointer = offset;
        offset = e->regs[i->dst];
    }
    LLVMValueRef index = as_index(c, offset);
    if (i->op == OP_SUB) {
        index = LLVMBuildNeg(c->builder, index, "");
    }
    *result = value_ptr(LLVMBuildGEP2(c->builder, c->types.i8, as_ptr(c, pointer), &index, 1, ""));
    return true;
}

static struct value emit_movsx(struct emitter *e, const struct insn *insn) {
    struct codegen *c = e->c;
    LLVMTypeRef narrow = LLVMIntTypeInContext(c->context, insn->sign_from);
    LLVMValueRef low =
        LLVMBuildTruncOrBitCast(c->builder, as_i32(c, e->regs[insn->src]), narrow, "");
    return insn->width == 32 ? value_i32(LLVMBuildSExt(c->builder, low, c->types.i32, ""))
                             : value_i64(LLVMBuildSExt(c->builder, low, c->types.i64, ""));
}

static LLVMValueRef swap_bytes(struct codegen *c, LLVMValueRef value) {
    LLVMTypeRef type = LLVMTypeOf(value);
    unsigned id = LLVMLookupIntrinsicID("llvm.bswap", 10);
    LLVMValueRef swap = LLVMGetIntrinsicDeclaration(c->module, id, &type, 1);
    LLVMTypeRef swap_type = LLVMIntrinsicGetType(c->context, id, &type, 1);
    return LLVMBuildCall2(c->builder, swap_type, swap, &value, 1, "");
}

/* to_le and to_be are relative to the byte order of the machine; bswap is not. */
static struct value emit_swap(struct emitter *e, const struct insn *insn) {
    struct codegen *c = e->c;
    bool swaps = insn->op == OP_BSWAP || (insn->op == OP_TO_BE) != c->target->big_endian;
    struct value dst = e->regs[insn->dst];
    if (insn->width == 64) {
        LLVMValueRef whole = as_i64(c, dst);
        return value_i64(swaps ? swap_bytes(c, whole) : whole);
    }
    LLVMValueRef low = as_i32(c, dst);
    if (insn->width == 32) {
        return value_i32(swaps ? swap_bytes(c, low) : low);
    }
    LLVMValueRef half = LLVMBuildTrunc(c->builder, low, c->types.i16, "");
    half = swaps ? swap_bytes(c, half) : half;
    return value_i32(LLVMBuildZExt(c->builder, half, c->types.i32, ""));
}

void emit_alu(struct emitter *e, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    struct value result;
    if (i->op == OP_TO_LE || i->op == OP_TO_BE || i->op == OP_BSWAP) {
        result = emit_swap(e, i);
    } else if (i->op == OP_MOVSX) {
        result = emit_movsx(e, i);
    } else if (i->op == OP_MOV && i->width == 64) {
        result = operand_value(e, i);
    } else if (i->width != 64 || !emit_pointer(e, insn, &result)) {
        result = emit_binary(e, insn);
    }
    e->regs[i->dst] = result;
}
