/* SPDX-License-Identifier: Apache-2.0 */
/* ALU insns on what is known of their operands (RFC 9669, 4.1 and 4.2). */
#include "scalar_bounds.h"

typedef struct scalar move_fn(const struct insn *insn, const struct scalar *dst,
                              const struct scalar *src, bool big_endian);

/* Not in step, of any width. */
static struct scalar truncated(const struct scalar *s, unsigned width) {
    struct scalar_bounds b = bounds_of(s, width);
    return bounds_zero_extended(&b, width);
}

/* Operands that no value satisfies have any result. */
static struct scalar in_step(struct scalar s) {
    return scalar_sync(&s) ? s : scalar_unknown();
}

struct scalar scalar_zero_extend(const struct scalar *s, unsigned bits) {
    return bits == 64 ? *s : in_step(truncated(s, bits));
}

struct scalar scalar_sign_extend(const struct scalar *s, unsigned bits) {
    if (bits == 64) {
        return *s;
    }
    struct scalar_bounds b = bounds_of(s, bits);
    struct scalar extended = scalar_unknown();
    extended.bits = tnum_sign_extend(s->bits, bits);
    extended.smin = b.smin;
    extended.smax = b.smax;
    if (bits >= 32) {
        extended.umin32 = s->umin32;
        extended.umax32 = s->umax32;
    }
    extended.smin32 = bits < 32 ? (int32_t)b.smin : s->smin32;
    extended.smax32 = bits < 32 ? (int32_t)b.smax : s->smax32;
    return in_step(extended);
}

static struct scalar move(const struct insn *insn, const struct scalar *dst,
                          const struct scalar *src, bool big_endian) {
    return scalar_zero_extend(src, insn->width);
}

static struct scalar move_signed(const struct insn *insn, const struct scalar *dst,
                                 const struct scalar *src, bool big_endian) {
    struct scalar extended = scalar_sign_extend(src, insn->sign_from);
    return scalar_zero_extend(&extended, insn->width);
}

/* A swap's width is its imm. */
static struct scalar swap(const struct insn *insn, const struct scalar *dst,
                          const struct scalar *src, bool big_endian) {
    struct scalar_bounds b = bounds_any(insn->width);
    b.bits = tnum_swap(dst->bits, insn->width);
    return in_step(bounds_zero_extended(&b, insn->width));
}

static struct scalar to_little(const struct insn *insn, const struct scalar *dst,
                               const struct scalar *src, bool big_endian) {
    return big_endian ? swap(insn, dst, src, big_endian) : scalar_zero_extend(dst, insn->width);
}

static struct scalar to_big(const struct insn *insn, const struct scalar *dst,
                            const struct scalar *src, bool big_endian) {
    return to_little(insn, dst, src, !big_endian);
}

static const struct {
    alu_fn *compute;
    bool low_suffices; /* the lower half of the result is made of the lower halves alone */
    move_fn *move;     /* instead of compute */
} rows[OP_COUNT] = {
    [OP_ADD] = {bounds_add, true, NULL},    [OP_SUB] = {bounds_sub, true, NULL},
    [OP_MUL] = {bounds_mul, true, NULL},    [OP_DIV] = {bounds_div, false, NULL},
    [OP_OR] = {bounds_or, true, NULL},      [OP_AND] = {bounds_and, true, NULL},
    [OP_LSH] = {bounds_lsh, false, NULL},   [OP_RSH] = {bounds_rsh, false, NULL},
    [OP_NEG] = {bounds_neg, true, NULL},    [OP_MOD] = {bounds_mod, false, NULL},
    [OP_XOR] = {bounds_xor, true, NULL},    [OP_MOV] = {NULL, false, move},
    [OP_ARSH] = {bounds_arsh, false, NULL}, [OP_SDIV] = {bounds_sdiv, false, NULL},
    [OP_SMOD] = {bounds_smod, false, NULL}, [OP_MOVSX] = {NULL, false, move_signed},
    [OP_TO_LE] = {NULL, false, to_little},  [OP_TO_BE] = {NULL, false, to_big},
    [OP_BSWAP] = {NULL, false, swap},
};

struct scalar scalar_alu(const struct insn *insn, const struct scalar *dst,
                         const struct scalar *src, bool big_endian) {
    if (rows[insn->op].move) {
        return rows[insn->op].move(insn, dst, src, big_endian);
    }
    struct scalar_bounds whole = rows[insn->op].compute(dst, src, insn->width);
    struct scalar result = bounds_zero_extended(&whole, insn->width);
    if (insn->width == 64 && rows[insn->op].low_suffices) {
        struct scalar_bounds low = rows[insn->op].compute(dst, src, 32);
        result.umin32 = (uint32_t)low.umin;
        result.umax32 = (uint32_t)low.umax;
        result.smin32 = (int32_t)low.smin;
        result.smax32 = (int32_t)low.smax;
    }
    return in_step(result);
}
