/* SPDX-License-Identifier: Apache-2.0 */
/* ALU insns on facts: numbers go through the domain of scalar.h, pointers move. Also who stays
 * in the class of its operand: a move, and the sum with a constant. */
#include "fact.h"

static bool is_class_member(const struct fact *fact) {
    return fact->class != CLASS_NONE;
}

/* pointer + (sign * number) */
static struct fact move_pointer(const struct insn *insn, const struct fact *pointer,
                                const struct fact *number) {
    struct fact moved = *pointer;
    moved.num = scalar_alu(insn, &pointer->num, &number->num, false);
    fact_leave_class(&moved);
    moved.excludes = false;
    moved.excluded = 0;
    return moved;
}

/* What lies between two pointers into one object. */
static struct fact pointer_difference(const struct insn *insn, const struct fact *a,
                                      const struct fact *b) {
    struct scalar moved = scalar_alu(insn, &a->num, &b->num, false);
    if (fact_same_base(a, b)) {
        return fact_number(&moved);
    }
    bool is_length = a->kind == KIND_PACKET_END && b->kind == KIND_PACKET && fact_is_exact(a) &&
                     fact_is_exact(b) && a->num.smin == 0 && fact_is_bounded(b);
    if (!is_length) {
        return fact_unknown();
    }
    struct scalar length = scalar_range(0, PACKET_MAX_BYTES);
    length = scalar_alu(insn, &length, &b->num, false);
    struct fact result = fact_number(&length);
    result.class = CLASS_PACKET_LENGTH;
    result.delta = -b->num.smin;
    return result;
}

/* A handle that was computed with can no longer be told from what it was. */
static struct scalar as_number(const struct fact *fact) {
    return fact->kind == KIND_SCALAR ? fact->num : scalar_unknown();
}

/* The sum that a 32-bit insn makes is that of 64 bits, because nothing is carried out. */
static bool is_whole_sum(const struct insn *insn, const struct fact *dst, int64_t added) {
    if (insn->width == 64) {
        return true;
    }
    uint64_t moved;
    bool wraps = added < 0 ? dst->num.umin < (uint64_t)-added
                           : __builtin_add_overflow(dst->num.umax, (uint64_t)added, &moved) ||
                                 moved > UINT32_MAX;
    return dst->num.umax <= UINT32_MAX && !wraps;
}

/* A constant away from where it was, dst still is in its class. */
static void keep_class(const struct insn *insn, const struct fact *dst, const struct fact *src,
                       struct fact *result) {
    bool sums = insn->op == OP_ADD || insn->op == OP_SUB;
    if (!sums || !fact_is_constant(src) || result->kind != dst->kind) {
        return;
    }
    int64_t added = insn->width == 64 ? (int64_t)src->num.umin : (int32_t)src->num.umin;
    added = insn->op == OP_SUB ? (int64_t)(0 - (uint64_t)added) : added;
    if (!is_whole_sum(insn, dst, added)) {
        return;
    }
    if (is_class_member(dst)) {
        result->class = dst->class;
        result->delta = (int64_t)((uint64_t)dst->delta + (uint64_t)added);
        result->range = dst->range;
    }
    result->excludes = dst->excludes;
    result->excluded = dst->excludes ? dst->excluded + (uint64_t)added : 0;
}

static bool is_move(const struct insn *insn, const struct fact *src) {
    bool fits = src->kind == KIND_SCALAR && src->num.umax <= UINT32_MAX;
    return insn->op == OP_MOV && (insn->width == 64 || fits);
}

static struct fact compute(const struct insn *insn, const struct fact *dst, const struct fact *src,
                           bool big_endian) {
    bool whole = insn->width == 64;
    bool adds = whole && insn->op == OP_ADD, subtracts = whole && insn->op == OP_SUB;
    if ((adds || subtracts) && fact_is_pointer(dst) && src->kind == KIND_SCALAR) {
        return move_pointer(insn, dst, src);
    }
    if (adds && dst->kind == KIND_SCALAR && fact_is_pointer(src)) {
        return move_pointer(insn, src, dst);
    }
    if (subtracts && fact_is_pointer(dst) && fact_is_pointer(src)) {
        return pointer_difference(insn, dst, src);
    }
    struct scalar a = as_number(dst), b = as_number(src);
    struct scalar number = scalar_alu(insn, &a, &b, big_endian);
    struct fact result = fact_number(&number);
    bool reads_dst = insn->op != OP_MOV && insn->op != OP_MOVSX;
    bool handle = fact_is_handle(src) || (reads_dst && fact_is_handle(dst));
    return whole && handle ? fact_lost(KIND_LOST) : result;
}

struct fact alu_transfer(const struct insn *insn, const struct fact *dst, const struct fact *src,
                         bool big_endian) {
    if (is_move(insn, src)) {
        return *src;
    }
    struct fact result = compute(insn, dst, src, big_endian);
    keep_class(insn, dst, src, &result);
    return result;
}
