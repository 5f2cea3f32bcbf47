/* SPDX-License-Identifier: Apache-2.0 */
/* What ALU insns and conditions yield on numbers, written from RFC 9669, 4.1 to 4.3. Shared by
 * test_facts_scalar*.c. */
#ifndef BPF_AOT_TEST_SCALAR_REFERENCE_H
#define BPF_AOT_TEST_SCALAR_REFERENCE_H

#include "facts/scalar.h"

/* One in so many cases is tested; all where it takes seconds. */
#if __has_feature(address_sanitizer)
enum { REF_SHARE = 16 };
#else
enum { REF_SHARE = 1 };
#endif

static uint64_t ref_truncate(uint64_t x, unsigned width) {
    return width == 64 ? x : x & ((UINT64_C(1) << width) - 1);
}

static int64_t ref_signed(uint64_t x, unsigned width) {
    x = ref_truncate(x, width);
    if (width < 64 && x >> (width - 1)) {
        return -(int64_t)((UINT64_C(1) << width) - x);
    }
    return (int64_t)x;
}

static uint64_t ref_swap(uint64_t x, unsigned width) {
    uint64_t y = 0;
    for (unsigned i = 0; i < width; i += 8) {
        y = y << 8 | (x >> i & 0xff);
    }
    return y;
}

/* Quotients round towards zero; the least number by -1 is itself. */
static uint64_t ref_sdiv(uint64_t a, uint64_t b, unsigned width) {
    int64_t x = ref_signed(a, width), y = ref_signed(b, width);
    return y == 0 ? 0 : y == -1 ? 0 - a : (uint64_t)(x / y);
}

static uint64_t ref_smod(uint64_t a, uint64_t b, unsigned width) {
    int64_t x = ref_signed(a, width), y = ref_signed(b, width);
    return y == 0 ? a : y == -1 ? 0 : (uint64_t)(x % y);
}

static uint64_t ref_alu(const struct insn *insn, bool big_endian, uint64_t dst, uint64_t src) {
    unsigned width = insn->width, amount = (unsigned)src & (width - 1);
    uint64_t a = ref_truncate(dst, width), b = ref_truncate(src, width), result = 0;
    switch (insn->op) {
    case OP_ADD:
        result = a + b;
        break;
    case OP_SUB:
        result = a - b;
        break;
    case OP_MUL:
        result = a * b;
        break;
    case OP_DIV:
        result = b ? a / b : 0;
        break;
    case OP_MOD:
        result = b ? a % b : a;
        break;
    case OP_SDIV:
        result = ref_sdiv(a, b, width);
        break;
    case OP_SMOD:
        result = ref_smod(a, b, width);
        break;
    case OP_OR:
        result = a | b;
        break;
    case OP_AND:
        result = a & b;
        break;
    case OP_XOR:
        result = a ^ b;
        break;
    case OP_LSH:
        result = a << amount;
        break;
    case OP_RSH:
        result = a >> amount;
        break;
    case OP_ARSH:
        result = (uint64_t)(ref_signed(a, width) >> amount);
        break;
    case OP_NEG:
        result = 0 - a;
        break;
    case OP_MOV:
        result = b;
        break;
    case OP_MOVSX:
        result = (uint64_t)ref_signed(src, insn->sign_from);
        break;
    case OP_TO_LE:
        result = big_endian ? ref_swap(a, width) : a;
        break;
    case OP_TO_BE:
        result = big_endian ? a : ref_swap(a, width);
        break;
    default: /* OP_BSWAP */
        result = ref_swap(a, width);
        break;
    }
    return ref_truncate(result, width);
}

static bool ref_branch(enum op op, unsigned width, uint64_t a, uint64_t b) {
    uint64_t x = ref_truncate(a, width), y = ref_truncate(b, width);
    int64_t s = ref_signed(a, width), t = ref_signed(b, width);
    switch (op) {
    case OP_JEQ:
        return x == y;
    case OP_JNE:
        return x != y;
    case OP_JSET:
        return (x & y) != 0;
    case OP_JGT:
        return x > y;
    case OP_JGE:
        return x >= y;
    case OP_JLT:
        return x < y;
    case OP_JLE:
        return x <= y;
    case OP_JSGT:
        return s > t;
    case OP_JSGE:
        return s >= t;
    case OP_JSLT:
        return s < t;
    default: /* OP_JSLE */
        return s <= t;
    }
}

/* The insns to test. */
static const struct insn ref_insns[] = {
    {.op = OP_ADD, .width = 64},
    {.op = OP_ADD, .width = 32},
    {.op = OP_SUB, .width = 64},
    {.op = OP_SUB, .width = 32},
    {.op = OP_MUL, .width = 64},
    {.op = OP_MUL, .width = 32},
    {.op = OP_DIV, .width = 64},
    {.op = OP_DIV, .width = 32},
    {.op = OP_OR, .width = 64},
    {.op = OP_OR, .width = 32},
    {.op = OP_AND, .width = 64},
    {.op = OP_AND, .width = 32},
    {.op = OP_LSH, .width = 64},
    {.op = OP_LSH, .width = 32},
    {.op = OP_RSH, .width = 64},
    {.op = OP_RSH, .width = 32},
    {.op = OP_NEG, .width = 64},
    {.op = OP_NEG, .width = 32},
    {.op = OP_MOD, .width = 64},
    {.op = OP_MOD, .width = 32},
    {.op = OP_XOR, .width = 64},
    {.op = OP_XOR, .width = 32},
    {.op = OP_MOV, .width = 64},
    {.op = OP_MOV, .width = 32},
    {.op = OP_ARSH, .width = 64},
    {.op = OP_ARSH, .width = 32},
    {.op = OP_SDIV, .width = 64},
    {.op = OP_SDIV, .width = 32},
    {.op = OP_SMOD, .width = 64},
    {.op = OP_SMOD, .width = 32},
    {.op = OP_MOVSX, .width = 64, .sign_from = 8},
    {.op = OP_MOVSX, .width = 64, .sign_from = 16},
    {.op = OP_MOVSX, .width = 64, .sign_from = 32},
    {.op = OP_MOVSX, .width = 32, .sign_from = 8},
    {.op = OP_MOVSX, .width = 32, .sign_from = 16},
    {.op = OP_TO_LE, .width = 16},
    {.op = OP_TO_LE, .width = 32},
    {.op = OP_TO_LE, .width = 64},
    {.op = OP_TO_BE, .width = 16},
    {.op = OP_TO_BE, .width = 32},
    {.op = OP_TO_BE, .width = 64},
    {.op = OP_BSWAP, .width = 16},
    {.op = OP_BSWAP, .width = 32},
    {.op = OP_BSWAP, .width = 64},
};

enum { REF_INSNS = sizeof ref_insns / sizeof *ref_insns };

static const enum op ref_branches[] = {OP_JEQ, OP_JNE,  OP_JSET, OP_JGT,  OP_JGE, OP_JLT,
                                       OP_JLE, OP_JSGT, OP_JSGE, OP_JSLT, OP_JSLE};

enum { REF_BRANCHES = sizeof ref_branches / sizeof *ref_branches };

#endif
