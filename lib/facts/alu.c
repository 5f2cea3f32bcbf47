/* SPDX-License-Identifier: Apache-2.0 */
/* Ranges and pointers through ALU insns. Whatever may wrap becomes unknown. */
#include "fact.h"

typedef struct fact alu_fn(const struct insn *insn, const struct fact *a, const struct fact *b);

static uint64_t width_max(const struct insn *insn) {
    return insn->width == 32 ? UINT32_MAX : UINT64_MAX;
}

static struct fact any(const struct insn *insn) {
    return fact_scalar(0, width_max(insn));
}

/* A range, unless it leaves the width. */
static struct fact range(const struct insn *insn, uint64_t umin, uint64_t umax) {
    return umax > width_max(insn) ? any(insn) : fact_scalar(umin, umax);
}

/* All ones up to the highest bit of x. */
static uint64_t mask_over(uint64_t x) {
    return x ? UINT64_MAX >> __builtin_clzll(x) : 0;
}

static struct fact add(const struct insn *insn, const struct fact *a, const struct fact *b) {
    uint64_t umin, umax;
    if (__builtin_add_overflow(a->umax, b->umax, &umax)) {
        return fact_is_constant(a) && fact_is_constant(b)
                   ? fact_constant((a->umin + b->umin) & width_max(insn))
                   : any(insn);
    }
    umin = a->umin + b->umin;
    return range(insn, umin, umax);
}

static struct fact sub(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return a->umin >= b->umax ? fact_scalar(a->umin - b->umax, a->umax - b->umin) : any(insn);
}

static struct fact mul(const struct insn *insn, const struct fact *a, const struct fact *b) {
    uint64_t umax;
    return __builtin_mul_overflow(a->umax, b->umax, &umax) ? any(insn)
                                                           : range(insn, a->umin * b->umin, umax);
}

static struct fact divide(const struct insn *insn, const struct fact *a, const struct fact *b) {
    /* Division by zero yields 0 (RFC 9669, 4.1), so the lower bound is 0 unless b is a number. */
    bool by_number = fact_is_constant(b) && b->umin;
    return fact_scalar(by_number ? a->umin / b->umin : 0, by_number ? a->umax / b->umin : a->umax);
}

static struct fact modulo(const struct insn *insn, const struct fact *a, const struct fact *b) {
    /* x % 0 is x. */
    return fact_scalar(0, b->umin && b->umax - 1 < a->umax ? b->umax - 1 : a->umax);
}

static struct fact or_(const struct insn *insn, const struct fact *a, const struct fact *b) {
    uint64_t umin = a->umin > b->umin ? a->umin : b->umin;
    return fact_scalar(umin, mask_over(a->umax | b->umax));
}

static struct fact xor_(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return fact_scalar(0, mask_over(a->umax | b->umax));
}

static struct fact and_(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return fact_scalar(0, a->umax < b->umax ? a->umax : b->umax);
}

static struct fact shift_left(const struct insn *insn, const struct fact *a, const struct fact *b) {
    unsigned amount = (unsigned)(b->umin & (insn->width - 1u));
    if (!fact_is_constant(b) || a->umax > width_max(insn) >> amount) {
        return any(insn);
    }
    return fact_scalar(a->umin << amount, a->umax << amount);
}

static struct fact shift_right(const struct insn *insn, const struct fact *a,
                               const struct fact *b) {
    unsigned amount = (unsigned)(b->umin & (insn->width - 1u));
    return fact_is_constant(b) ? fact_scalar(a->umin >> amount, a->umax >> amount)
                               : fact_scalar(0, a->umax);
}

static struct fact shift_right_signed(const struct insn *insn, const struct fact *a,
                                      const struct fact *b) {
    return a->umax > width_max(insn) >> 1 ? any(insn) : shift_right(insn, a, b);
}

static struct fact move(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return *b;
}

static struct fact move_signed(const struct insn *insn, const struct fact *a,
                               const struct fact *b) {
    uint64_t positive = UINT64_MAX >> (65 - insn->sign_from);
    return b->umax <= positive ? *b : any(insn);
}

static struct fact swap(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return fact_scalar(0, UINT64_MAX >> (64 - insn->width));
}

static struct fact unknown(const struct insn *insn, const struct fact *a, const struct fact *b) {
    return any(insn);
}

static alu_fn *const transfers[OP_COUNT] = {
    [OP_ADD] = add,
    [OP_SUB] = sub,
    [OP_MUL] = mul,
    [OP_DIV] = divide,
    [OP_OR] = or_,
    [OP_AND] = and_,
    [OP_LSH] = shift_left,
    [OP_RSH] = shift_right,
    [OP_NEG] = unknown,
    [OP_MOD] = modulo,
    [OP_XOR] = xor_,
    [OP_MOV] = move,
    [OP_ARSH] = shift_right_signed,
    [OP_SDIV] = unknown,
    [OP_SMOD] = unknown,
    [OP_MOVSX] = move_signed,
    [OP_TO_LE] = swap,
    [OP_TO_BE] = swap,
    [OP_BSWAP] = swap,
};

static unsigned trailing_zeros(const struct fact *fact) {
    unsigned count = 0;
    while (count < fact->low_bits && !(fact->low & 1u << count)) {
        count++;
    }
    return count;
}

static void keep_low(struct fact *result, unsigned bits, uint64_t value) {
    if (bits > 3) {
        bits = 3;
    }
    if (bits > result->low_bits) {
        result->low_bits = (uint8_t)bits;
        result->low = (uint8_t)(value & ((1u << bits) - 1));
    }
}

/* Low bits do not depend on the width and survive what the range does not. */
static void transfer_low(const struct insn *insn, const struct fact *a, const struct fact *b,
                         struct fact *result) {
    unsigned both = a->low_bits < b->low_bits ? a->low_bits : b->low_bits;
    switch (insn->op) {
    case OP_ADD:
        keep_low(result, both, (uint64_t)a->low + b->low);
        break;
    case OP_SUB:
        keep_low(result, both, (uint64_t)a->low - b->low);
        break;
    case OP_AND:
        keep_low(result, both, a->low & b->low);
        keep_low(result, trailing_zeros(a), 0);
        keep_low(result, trailing_zeros(b), 0);
        break;
    case OP_OR:
        keep_low(result, both, a->low | b->low);
        break;
    case OP_MUL:
        keep_low(result, trailing_zeros(a) + trailing_zeros(b), 0);
        break;
    case OP_LSH:
        if (fact_is_constant(b)) {
            unsigned amount = (unsigned)(b->umin & (insn->width - 1u));
            keep_low(result, a->low_bits + amount, (uint64_t)a->low << amount);
        }
        break;
    default:
        break;
    }
}

/* The 32-bit half that an ALU32 insn works on. */
static struct fact low_half(const struct fact *fact) {
    struct fact half = fact->umax > UINT32_MAX ? fact_is_constant(fact)
                                                     ? fact_constant((uint32_t)fact->umin)
                                                     : fact_scalar(0, UINT32_MAX)
                                               : *fact;
    if (half.low_bits < fact->low_bits) {
        half.low_bits = fact->low_bits;
        half.low = fact->low;
    }
    return half;
}

static struct fact scalar_transfer(const struct insn *insn, struct fact a, struct fact b) {
    bool is_swap = insn->op == OP_TO_LE || insn->op == OP_TO_BE || insn->op == OP_BSWAP;
    if (insn->width == 32 && !is_swap) {
        a = low_half(&a);
        b = low_half(&b);
    }
    struct fact result = transfers[insn->op](insn, &a, &b);
    transfer_low(insn, &a, &b, &result);
    return result;
}

/* pointer + (sign * number) */
static struct fact move_pointer(const struct fact *pointer, const struct fact *number, bool minus) {
    struct fact moved = *pointer;
    int64_t low = (int64_t)number->umin, high = (int64_t)number->umax;
    bool usable = low <= high && (fact_is_constant(number) || low >= 0);
    bool wraps = !usable;
    if (usable && minus) {
        wraps |= __builtin_sub_overflow(pointer->off_min, high, &moved.off_min);
        wraps |= __builtin_sub_overflow(pointer->off_max, low, &moved.off_max);
    } else if (usable) {
        wraps |= __builtin_add_overflow(pointer->off_min, low, &moved.off_min);
        wraps |= __builtin_add_overflow(pointer->off_max, high, &moved.off_max);
    }
    if (wraps || pointer->off_min == INT64_MIN || pointer->off_max == INT64_MAX) {
        moved.off_min = INT64_MIN;
        moved.off_max = INT64_MAX;
    }
    unsigned bits = pointer->low_bits < number->low_bits ? pointer->low_bits : number->low_bits;
    moved.low_bits = (uint8_t)bits;
    moved.low = (uint8_t)((minus ? pointer->low - number->low : pointer->low + number->low) &
                          ((1 << bits) - 1));
    return moved;
}

/* A handle that was computed with can no longer be told from what it was. */
static struct fact as_number(const struct fact *fact) {
    return fact->kind == KIND_SCALAR ? *fact : fact_unknown();
}

struct fact alu_transfer(const struct insn *insn, const struct fact *dst, const struct fact *src) {
    bool whole = insn->width == 64;
    if (insn->op == OP_MOV && whole) {
        return *src;
    }
    if (insn->op == OP_ADD && whole && fact_is_pointer(dst) && src->kind == KIND_SCALAR) {
        return move_pointer(dst, src, false);
    }
    if (insn->op == OP_ADD && whole && dst->kind == KIND_SCALAR && fact_is_pointer(src)) {
        return move_pointer(src, dst, false);
    }
    if (insn->op == OP_SUB && whole && fact_is_pointer(dst) && src->kind == KIND_SCALAR) {
        return move_pointer(dst, src, true);
    }
    struct fact result = scalar_transfer(insn, as_number(dst), as_number(src));
    bool reads_dst = insn->op != OP_MOV && insn->op != OP_MOVSX;
    if (whole && (fact_is_handle(src) || (reads_dst && fact_is_handle(dst)))) {
        result.kind = KIND_LOST;
    }
    return result;
}
