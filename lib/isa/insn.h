/* SPDX-License-Identifier: Apache-2.0 */
/* One BPF instruction, decoded (RFC 9669, 3). Knows nothing of ELF, programs or LLVM. */
#ifndef BPF_AOT_ISA_INSN_H
#define BPF_AOT_ISA_INSN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum op {
    OP_INVALID,
#define OP(op, name) OP_##op,
#include "isa/insn.def"
    OP_COUNT
};

enum insn_form { FORM_K, FORM_X };

enum {
    REG_COUNT = 11, /* r0 to r10 */
    REG_FP = 10,    /* the frame pointer, read-only */
    INSN_BYTES = 8,
    BPF_STACK_BYTES = 512,
};

/* What a field of an opcode may hold; see the head of insn.def. */
enum insn_field {
    FIELD_NONE,
    FIELD_R,
    FIELD_W,
    FIELD_RW,
    FIELD_LDDW,
    FIELD_CALL,
    FIELD_ZERO,
    FIELD_JUMP,
    FIELD_MEM,
    FIELD_SDIV,
    FIELD_MOVSX,
    FIELD_ANY,
    FIELD_SWAP,
    FIELD_ATOMIC,
};

/* A row of insn.def. */
struct insn_row {
    enum op op; /* OP_INVALID: no such opcode */
    uint8_t width;
    enum insn_form form;
    enum insn_field dst, src, off, imm;
};

/* src of LDDW and of CALL (RFC 9669, 5.4 and 4.3.1). */
enum lddw_kind {
    LDDW_IMM64,
    LDDW_MAP_FD,
    LDDW_MAP_VALUE,
    LDDW_VAR_ADDR,
    LDDW_CODE_ADDR,
    LDDW_MAP_IDX,
    LDDW_MAP_IDX_VALUE,
};
enum call_kind { CALL_HELPER, CALL_LOCAL, CALL_KFUNC };

/* imm of ATOMIC (RFC 9669, 5.3; the last two: kernel 6.15). ADD, OR, AND and XOR may have FETCH. */
enum atomic_op {
    ATOMIC_ADD = 0x00,
    ATOMIC_FETCH = 0x01, /* the value before goes to src */
    ATOMIC_OR = 0x40,
    ATOMIC_AND = 0x50,
    ATOMIC_XOR = 0xa0,
    ATOMIC_XCHG = 0xe1,
    ATOMIC_CMPXCHG = 0xf1,   /* compares with r0, and the value before goes there */
    ATOMIC_LOAD_ACQ = 0x100, /* dst = memory at src + off */
    ATOMIC_STORE_REL = 0x110,
};

/* imm of ADDR_CAST: the address space of the result, then that of the operand (kernel:
 * BPF_ADDR_SPACE_CAST). 0 is what programs dereference, 1 an arena as its users see it. */
enum { CAST_FROM_ARENA = 1, CAST_TO_ARENA = 1 << 16 };

struct insn {
    uint8_t opcode;
    enum op op; /* after the forms that off selects: sdiv, smod, movsx are ops of their own */
    enum insn_form form;
    uint8_t width; /* bits: of the ALU operation, the comparison, the memory access, the swap */
    uint8_t dst, src;
    int16_t off;       /* as encoded */
    int32_t imm;       /* as encoded */
    int64_t imm64;     /* imm sign-extended; for LDDW the whole constant */
    uint8_t slots;     /* 8-byte slots taken: 2 for LDDW, else 1 */
    uint8_t sign_from; /* MOVSX: bits of the source that count */
};

/* The row of an opcode byte. */
const struct insn_row *insn_row(uint8_t opcode);

/* Decodes the insn at `slot` of `slots` 8-byte slots. False when the opcode is unknown, or an
 * LDDW has no second slot; insn->opcode is set all the same. Reserved fields are not looked at
 * (lib/program/check.c does), but for off, which selects sdiv, smod and movsx. */
bool insn_decode(const uint8_t *code, size_t slot, size_t slots, bool big_endian,
                 struct insn *insn);

const char *op_name(enum op op);

/* True for jumps that have a target in the insn, with or without a condition. */
static inline bool insn_is_jump(const struct insn *insn) {
    return (insn->op >= OP_JA && insn->op <= OP_JSLE) || insn->op == OP_MAY_GOTO;
}

/* True for an ATOMIC that puts the value before it into src. */
static inline bool insn_atomic_fetches(const struct insn *insn) {
    return (insn->imm & ATOMIC_FETCH) && insn->imm != ATOMIC_CMPXCHG;
}

/* True for an ATOMIC whose operation exists in its width. */
bool insn_atomic_is_known(const struct insn *insn);

/* The register that an ATOMIC writes, or -1. */
int insn_atomic_writes(const struct insn *insn);

/* True for jumps that have a condition. */
static inline bool insn_is_branch(const struct insn *insn) {
    return insn->op >= OP_JEQ && insn->op <= OP_JSLE;
}

/* True for insns that have a function by its distance, where no relocation says otherwise. */
static inline bool insn_names_function(const struct insn *insn) {
    return (insn->op == OP_CALL && insn->src == CALL_LOCAL) ||
           (insn->op == OP_LDDW && insn->src == LDDW_CODE_ADDR);
}

/* Slots from the insn after this one to where it jumps; JA's 32-bit form has it in imm. */
static inline int64_t insn_jump_offset(const struct insn *insn) {
    return insn->op == OP_JA && insn->width == 32 ? insn->imm : insn->off;
}

/* One line of disassembly without line end, in the syntax that clang and the kernel print. */
void insn_print(FILE *out, const struct insn *insn);

#endif
