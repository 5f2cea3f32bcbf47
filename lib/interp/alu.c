/* SPDX-License-Identifier: Apache-2.0 */
/* Arithmetic and byte swaps (RFC 9669, 4.1 and 4.2). Operands come cut to the width of the
 * operation, results are cut to it by the caller: the upper half becomes zero. */
#include "parts.h"

struct operands {
    uint64_t a, b;
    unsigned width;
};

typedef uint64_t alu_function(const struct operands *o);

static int64_t as_signed(uint64_t value, unsigned width) {
    return (int64_t)sign_extend(value, width);
}

static uint64_t shift_amount(const struct operands *o) {
    return o->b & (o->width - 1);
}

static uint64_t alu_add(const struct operands *o) {
    return o->a + o->b;
}

static uint64_t alu_sub(const struct operands *o) {
    return o->a - o->b;
}

static uint64_t alu_mul(const struct operands *o) {
    return o->a * o->b;
}

static uint64_t alu_div(const struct operands *o) {
    return o->b ? o->a / o->b : 0;
}

static uint64_t alu_or(const struct operands *o) {
    return o->a | o->b;
}

static uint64_t alu_and(const struct operands *o) {
    return o->a & o->b;
}

static uint64_t alu_lsh(const struct operands *o) {
    return o->a << shift_amount(o);
}

static uint64_t alu_rsh(const struct operands *o) {
    return o->a >> shift_amount(o);
}

static uint64_t alu_neg(const struct operands *o) {
    return 0 - o->a;
}

static uint64_t alu_mod(const struct operands *o) {
    return o->b ? o->a % o->b : o->a;
}

static uint64_t alu_xor(const struct operands *o) {
    return o->a ^ o->b;
}

static uint64_t alu_mov(const struct operands *o) {
    return o->b;
}

static uint64_t alu_arsh(const struct operands *o) {
    uint64_t extended = sign_extend(o->a, o->width);
    uint64_t amount = shift_amount(o);
    uint64_t fill = extended >> 63 && amount ? ~UINT64_C(0) << (64 - amount) : 0;
    return extended >> amount | fill;
}

/* The quotient is truncated towards zero; -1 is apart because the most negative number divided
 * by it does not fit, and C leaves that open: the RFC wants the same number again. */
static uint64_t alu_sdiv(const struct operands *o) {
    int64_t a = as_signed(o->a, o->width), b = as_signed(o->b, o->width);
    if (b == 0) {
        return 0;
    }
    return b == -1 ? 0 - (uint64_t)a : (uint64_t)(a / b);
}

static uint64_t alu_smod(const struct operands *o) {
    int64_t a = as_signed(o->a, o->width), b = as_signed(o->b, o->width);
    if (b == 0) {
        return o->a;
    }
    return b == -1 ? 0 : (uint64_t)(a % b);
}

/* By the high four bits of the opcode; [1]: the form that offset 1 selects. 0xd0 is END. */
static alu_function *const alu_functions[16][2] = {
    [0x0] = {alu_add},  [0x1] = {alu_sub},           [0x2] = {alu_mul}, [0x3] = {alu_div, alu_sdiv},
    [0x4] = {alu_or},   [0x5] = {alu_and},           [0x6] = {alu_lsh}, [0x7] = {alu_rsh},
    [0x8] = {alu_neg},  [0x9] = {alu_mod, alu_smod}, [0xa] = {alu_xor}, [0xb] = {alu_mov},
    [0xc] = {alu_arsh},
};

enum { CODE_NEG = 0x8, CODE_MOV = 0xb, CODE_END = 0xd, ADDRESS_SPACE_CAST = 1 };

static uint64_t reverse_bytes(uint64_t value, unsigned width) {
    uint64_t reversed = 0;
    for (unsigned i = 0; i < width; i += 8) {
        reversed = reversed << 8 | (value >> i & 0xff);
    }
    return reversed;
}

/* ALU: to little (K) or big endian (X), a swap only where that is not the order of the machine.
 * ALU64: a swap in any case. */
static bool byte_swap(const struct interp_insn *insn, bool big_endian, uint64_t *regs) {
    bool to_big = insn->opcode & SOURCE_X;
    bool always = insn_class(insn) == CLASS_ALU64;
    unsigned width = (unsigned)insn->imm;
    if ((width != 16 && width != 32 && width != 64) || (always && to_big) || insn->off ||
        insn->src) {
        return false;
    }
    uint64_t value = zero_extend(regs[insn->dst], width);
    regs[insn->dst] = always || to_big != big_endian ? reverse_bytes(value, width) : value;
    return true;
}

/* Moves with sign extension: offset says from how many bits, less than the width. */
static bool move_extended(const struct interp_insn *insn, unsigned width, uint64_t *regs) {
    int from = insn->off;
    bool known = from == 8 || from == 16 || (from == 32 && width == 64);
    if (!known || !(insn->opcode & SOURCE_X) || insn->imm) {
        return false;
    }
    uint64_t extended = sign_extend(regs[insn->src], (unsigned)from);
    regs[insn->dst] = zero_extend(extended, width);
    return true;
}

/* Between address spaces 0 and 1 (kernel: imm is destination << 16 | source). Without an arena
 * both are one: a move. */
static bool cast_address(const struct interp_insn *insn, uint64_t *regs) {
    if (!(insn->opcode & SOURCE_X) || (insn->imm != 1 && insn->imm != 1 << 16)) {
        return false;
    }
    regs[insn->dst] = regs[insn->src];
    return true;
}

static bool reserved_fields_clear(const struct interp_insn *insn, unsigned code) {
    bool is_x = insn->opcode & SOURCE_X;
    if (code == CODE_NEG) {
        return !is_x && !insn->src && !insn->imm;
    }
    return is_x ? !insn->imm : !insn->src;
}

bool interp_alu(const struct interp_insn *insn, bool big_endian, uint64_t *regs) {
    unsigned width = insn_class(insn) == CLASS_ALU64 ? 64 : 32;
    unsigned code = insn->opcode >> 4;
    if (insn->dst == INTERP_FP) {
        return false;
    }
    if (code == CODE_END) {
        return byte_swap(insn, big_endian, regs);
    }
    if (code == CODE_MOV && insn->off == ADDRESS_SPACE_CAST && width == 64) {
        return cast_address(insn, regs);
    }
    if (code == CODE_MOV && insn->off) {
        return move_extended(insn, width, regs);
    }
    if (insn->off < 0 || insn->off > 1 || !alu_functions[code][insn->off] ||
        !reserved_fields_clear(insn, code)) {
        return false;
    }
    /* imm is signed: extended to 64 bits, also for the unsigned operations. */
    uint64_t b = insn->opcode & SOURCE_X ? regs[insn->src] : (uint64_t)(int64_t)insn->imm;
    struct operands o = {zero_extend(regs[insn->dst], width), zero_extend(b, width), width};
    regs[insn->dst] = zero_extend(alu_functions[code][insn->off](&o), width);
    return true;
}
