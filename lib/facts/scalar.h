/* SPDX-License-Identifier: Apache-2.0 */
/* What is known of a 64-bit number: bits (tnum), unsigned and signed ranges of the whole and of
 * its lower half, kept in step with each other. Values only: knows no registers, no program. */
#ifndef BPF_AOT_FACTS_SCALAR_H
#define BPF_AOT_FACTS_SCALAR_H

#include "isa/insn.h"
#include "tnum.h"

struct scalar {
    struct tnum bits;
    uint64_t umin, umax;
    int64_t smin, smax;
    uint32_t umin32, umax32; /* of the lower half */
    int32_t smin32, smax32;
};

struct scalar scalar_unknown(void);
struct scalar scalar_constant(uint64_t value);
/* umin <= umax */
struct scalar scalar_range(uint64_t umin, uint64_t umax);
/* smin <= smax */
struct scalar scalar_signed_range(int64_t smin, int64_t smax);

bool scalar_is_constant(const struct scalar *s);
bool scalar_is_unknown(const struct scalar *s);
bool scalar_equal(const struct scalar *a, const struct scalar *b);
bool scalar_holds(const struct scalar *s, uint64_t value);
/* Every value of `part` is one of `whole`. */
bool scalar_includes(const struct scalar *whole, const struct scalar *part);

/* Lets every part learn from the others until nothing changes; false when no value is left (then
 * `s` is what it was). */
bool scalar_sync(struct scalar *s);

/* An upper bound of both. */
struct scalar scalar_join(const struct scalar *a, const struct scalar *b);
/* What both say; false when no value satisfies both (then `*into` is what it was). */
bool scalar_meet(struct scalar *into, const struct scalar *with);
/* Like join(old, new), but each part that grew goes to the next of a few thresholds, so that a
 * chain of widenings is short. */
struct scalar scalar_widen(const struct scalar *old, const struct scalar *new);

/* The lower `bits` (1 to 64) zero-extended, or sign-extended. */
struct scalar scalar_zero_extend(const struct scalar *s, unsigned bits);
struct scalar scalar_sign_extend(const struct scalar *s, unsigned bits);

/* Result of an ALU insn (RFC 9669, 4.1 and 4.2; every OP_ from OP_ADD to OP_BSWAP) on operands of
 * which so much is known; of width 32: zero-extended. For OP_MOV, OP_MOVSX `dst` does not count,
 * for OP_NEG and the swaps `src` does not. `big_endian` is the byte order that OP_TO_LE and
 * OP_TO_BE are relative to. */
struct scalar scalar_alu(const struct insn *insn, const struct scalar *dst,
                         const struct scalar *src, bool big_endian);

/* Whether `a op b`, a branch OP_JEQ to OP_JSLE of `width` 32 or 64, is known to hold (1), known
 * not to (0), or neither (-1). */
int scalar_compare(enum op op, unsigned width, const struct scalar *a, const struct scalar *b);

/* Narrows both operands to what they can be when `a op b` holds, or does not; false when it
 * cannot (then both are what they were). */
bool scalar_refine(enum op op, unsigned width, bool holds, struct scalar *a, struct scalar *b);

#endif
