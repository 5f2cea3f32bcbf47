/* SPDX-License-Identifier: Apache-2.0 */
/* ALU insns (RFC 9669, 4.1 and 4.2). What BPF defines and LLVM does not - division by zero, the
 * most negative number by -1, large shifts - is spelled out. */
#include "emit.h"

/* What the facts say of two operands and the result, in the width of the insn. */
struct known {
    bool divisor;      /* the second is not 0 */
    bool amount;       /* the second is below the width */
    bool non_negative; /* neither has its sign bit set */
    bool first_non_negative;
};

/* One operation on two i32 or two i64. */
typedef LLVMValueRef binary_fn(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                               const struct known *known);

static LLVMValueRef number(LLVMValueRef like, uint64_t value) {
    return LLVMConstInt(LLVMTypeOf(like), value, true);
}

static LLVMValueRef is_number(struct codegen *c, LLVMValueRef a, int64_t value) {
    return LLVMBuildICmp(c->builder, LLVMIntEQ, a, number(a, (uint64_t)value), "");
}

static LLVMValueRef add(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                        const struct known *known) {
    return LLVMBuildAdd(c->builder, a, b, "");
}

static LLVMValueRef sub(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                        const struct known *known) {
    return LLVMBuildSub(c->builder, a, b, "");
}

static LLVMValueRef mul(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                        const struct known *known) {
    return LLVMBuildMul(c->builder, a, b, "");
}

static LLVMValueRef or_(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                        const struct known *known) {
    return LLVMBuildOr(c->builder, a, b, "");
}

static LLVMValueRef and_(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                         const struct known *known) {
    return LLVMBuildAnd(c->builder, a, b, "");
}

static LLVMValueRef xor_(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                         const struct known *known) {
    return LLVMBuildXor(c->builder, a, b, "");
}

/* A divisor that LLVM may divide by; what the result then is, the caller selects. */
static LLVMValueRef or_one(struct codegen *c, LLVMValueRef unusable, LLVMValueRef divisor) {
    return LLVMBuildSelect(c->builder, unusable, number(divisor, 1), divisor, "");
}

/* x / 0 is 0. */
static LLVMValueRef divide(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                           const struct known *known) {
    if (known->divisor) {
        return LLVMBuildUDiv(c->builder, a, b, "");
    }
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef quotient = LLVMBuildUDiv(c->builder, a, or_one(c, by_zero, b), "");
    return LLVMBuildSelect(c->builder, by_zero, number(a, 0), quotient, "");
}

/* x % 0 is x. */
static LLVMValueRef modulo(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                           const struct known *known) {
    if (known->divisor) {
        return LLVMBuildURem(c->builder, a, b, "");
    }
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef rest = LLVMBuildURem(c->builder, a, or_one(c, by_zero, b), "");
    return LLVMBuildSelect(c->builder, by_zero, a, rest, "");
}

/* x s/ -1 is -x, which for the most negative number is itself. */
static LLVMValueRef divide_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                                  const struct known *known) {
    if (known->non_negative) {
        return divide(c, a, b, known);
    }
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef by_minus_one = is_number(c, b, -1);
    LLVMValueRef unusable = LLVMBuildOr(c->builder, by_zero, by_minus_one, "");
    LLVMValueRef quotient = LLVMBuildSDiv(c->builder, a, or_one(c, unusable, b), "");
    LLVMValueRef negated = LLVMBuildNeg(c->builder, a, "");
    LLVMValueRef result = LLVMBuildSelect(c->builder, by_minus_one, negated, quotient, "");
    return LLVMBuildSelect(c->builder, by_zero, number(a, 0), result, "");
}

/* x s% -1 is 0. */
static LLVMValueRef modulo_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                                  const struct known *known) {
    if (known->non_negative) {
        return modulo(c, a, b, known);
    }
    LLVMValueRef by_zero = is_number(c, b, 0);
    LLVMValueRef by_minus_one = is_number(c, b, -1);
    LLVMValueRef unusable = LLVMBuildOr(c->builder, by_zero, by_minus_one, "");
    LLVMValueRef rest = LLVMBuildSRem(c->builder, a, or_one(c, unusable, b), "");
    /* or_one divides by 1, whose rest is 0: right for -1. */
    return LLVMBuildSelect(c->builder, by_zero, a, rest, "");
}

/* Only the low 5 or 6 bits of the amount count. */
static LLVMValueRef amount(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                           const struct known *known) {
    if (known->amount) {
        return b;
    }
    unsigned width = LLVMGetIntTypeWidth(LLVMTypeOf(a));
    return LLVMBuildAnd(c->builder, b, number(b, width - 1), "");
}

static LLVMValueRef shift_left(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                               const struct known *known) {
    return LLVMBuildShl(c->builder, a, amount(c, a, b, known), "");
}

static LLVMValueRef shift_right(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                                const struct known *known) {
    return LLVMBuildLShr(c->builder, a, amount(c, a, b, known), "");
}

static LLVMValueRef shift_right_signed(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                                       const struct known *known) {
    if (known->first_non_negative) {
        return shift_right(c, a, b, known);
    }
    return LLVMBuildAShr(c->builder, a, amount(c, a, b, known), "");
}

static LLVMValueRef negate(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                           const struct known *known) {
    return LLVMBuildNeg(c->builder, a, "");
}

static LLVMValueRef move(struct codegen *c, LLVMValueRef a, LLVMValueRef b,
                         const struct known *known) {
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
    [OP_ARSH] = {shift_right_signed, SHIFTS_DOWN},
    [OP_SDIV] = {divide_signed, ALWAYS},
    [OP_SMOD] = {modulo_signed, ALWAYS},
};

static bool is_small_shift(const struct insn *insn) {
    return insn->form == FORM_K && (insn->imm & 63) < 32;
}

/* Of sums, products and masks, the lower half needs the lower halves only. */
static bool only_lower_half_counts(const struct emitter *e, const struct prog_insn *insn) {
    const struct insn *i = &insn->insn;
    uint16_t upper_live = e->c->halves[e->index].after[insn - e->function->insns];
    bool carries_up = i->op == OP_ADD || i->op == OP_SUB || i->op == OP_MUL || i->op == OP_AND ||
                      i->op == OP_OR || i->op == OP_XOR || i->op == OP_NEG ||
                      (i->op == OP_LSH && is_small_shift(i));
    return carries_up && !(upper_live & 1u << i->dst);
}

static bool may_narrow(struct emitter *e, const struct prog_insn *insn, struct value a,
                       struct value b) {
    /* One zero upper half is enough for AND. */
    bool both = a.rep == REP_I32 && b.rep == REP_I32;
    if (only_lower_half_counts(e, insn)) {
        return true;
    }
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

/* Bounds of an operand as the insn reads it: a whole register or its lower half. */
struct extent {
    uint64_t low, high;
};

static struct extent bounds_of(const struct emitter *e, unsigned reg, unsigned width) {
    const struct fact *fact = &e->cursor.state->regs[reg];
    if (fact->kind != KIND_SCALAR || !facts_shape(e->c)) {
        return (struct extent){0, UINT64_MAX >> (64 - width)};
    }
    return width == 32 ? (struct extent){fact->num.umin32, fact->num.umax32}
                       : (struct extent){fact->num.umin, fact->num.umax};
}

static struct extent second_bounds(const struct emitter *e, const struct insn *insn) {
    uint64_t number = insn->width == 32 ? (uint32_t)insn->imm : (uint64_t)insn->imm64;
    return insn->form == FORM_X ? bounds_of(e, insn->src, insn->width)
                                : (struct extent){number, number};
}

static struct known find_known(const struct emitter *e, const struct insn *insn, struct value a,
                               struct value b) {
    struct extent first = bounds_of(e, insn->dst, insn->width), second = second_bounds(e, insn);
    uint64_t positive = UINT64_MAX >> (65 - insn->width);
    /* A zero upper half has no sign bit. */
    bool whole = insn->width == 64;
    bool first_positive = (whole && a.rep == REP_I32) || first.high <= positive;
    bool second_positive = (whole && b.rep == REP_I32) || second.high <= positive;
    return (struct known){
        .divisor = second.low > 0,
        .amount = second.high < insn->width,
        .first_non_negative = first_positive,
        .non_negative = first_positive && second_positive,
    };
}

static struct value emit_binary(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    struct value a = e->regs[insn->insn.dst];
    struct value b = operand_value(e, &insn->insn);
    binary_fn *emit = binaries[insn->insn.op].emit;
    struct known known = find_known(e, &insn->insn, a, b);
    if (insn->insn.width == 32 || may_narrow(e, insn, a, b)) {
        return value_i32(emit(c, as_i32(c, a), as_i32(c, b), &known));
    }
    return value_i64(emit(c, as_i64(c, a), as_i64(c, b), &known));
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
