/* SPDX-License-Identifier: Apache-2.0 */
/* Disassembly in the form that the kernel's verifier log and clang use. */
#include "isa/insn.h"

#include <inttypes.h>

typedef void print_fn(FILE *out, const struct insn *insn);

static const char *const symbols[OP_COUNT] = {
    [OP_ADD] = "+=",   [OP_SUB] = "-=",    [OP_MUL] = "*=",   [OP_DIV] = "/=",   [OP_OR] = "|=",
    [OP_AND] = "&=",   [OP_LSH] = "<<=",   [OP_RSH] = ">>=",  [OP_MOD] = "%=",   [OP_XOR] = "^=",
    [OP_MOV] = "=",    [OP_ARSH] = "s>>=", [OP_SDIV] = "s/=", [OP_SMOD] = "s%=", [OP_JEQ] = "==",
    [OP_JGT] = ">",    [OP_JGE] = ">=",    [OP_JSET] = "&",   [OP_JNE] = "!=",   [OP_JSGT] = "s>",
    [OP_JSGE] = "s>=", [OP_JLT] = "<",     [OP_JLE] = "<=",   [OP_JSLT] = "s<",  [OP_JSLE] = "s<=",
};

static char reg_class(unsigned width) {
    return width == 32 ? 'w' : 'r';
}

static void print_operand(FILE *out, const struct insn *insn) {
    if (insn->form == FORM_X) {
        fprintf(out, "%c%u", reg_class(insn->width), insn->src);
    } else {
        fprintf(out, "%" PRId32, insn->imm);
    }
}

static void print_alu(FILE *out, const struct insn *insn) {
    fprintf(out, "%c%u %s ", reg_class(insn->width), insn->dst, symbols[insn->op]);
    print_operand(out, insn);
}

static void print_neg(FILE *out, const struct insn *insn) {
    char reg = reg_class(insn->width);
    fprintf(out, "%c%u = -%c%u", reg, insn->dst, reg, insn->dst);
}

static void print_movsx(FILE *out, const struct insn *insn) {
    char reg = reg_class(insn->width);
    fprintf(out, "%c%u = (s%u)%c%u", reg, insn->dst, insn->sign_from, reg, insn->src);
}

static void print_swap(FILE *out, const struct insn *insn) {
    fprintf(out, "r%u = %s%u r%u", insn->dst, op_name(insn->op), insn->width, insn->dst);
}

static void print_ja(FILE *out, const struct insn *insn) {
    fprintf(out, "%s %+" PRId64, insn->width == 32 ? "gotol" : "goto", insn_jump_offset(insn));
}

static void print_branch(FILE *out, const struct insn *insn) {
    fprintf(out, "if %c%u %s ", reg_class(insn->width), insn->dst, symbols[insn->op]);
    print_operand(out, insn);
    fprintf(out, " goto %+d", insn->off);
}

static void print_call(FILE *out, const struct insn *insn) {
    static const char *const kinds[] = {
        [CALL_HELPER] = "", [CALL_LOCAL] = "pc", [CALL_KFUNC] = "kfunc "};
    fprintf(out, "call %s", insn->src <= CALL_KFUNC ? kinds[insn->src] : "? ");
    fprintf(out, insn->src == CALL_LOCAL ? "%+" PRId32 : "%" PRId32, insn->imm);
}

static void print_callx(FILE *out, const struct insn *insn) {
    fprintf(out, "callx r%u", insn->dst);
}

static void print_exit(FILE *out, const struct insn *insn) {
    (void)insn;
    fputs("exit", out);
}

static void print_lddw(FILE *out, const struct insn *insn) {
    fprintf(out, "r%u = 0x%" PRIx64 " ll", insn->dst, (uint64_t)insn->imm64);
}

static void print_address(FILE *out, const struct insn *insn, unsigned reg, const char *sign) {
    fprintf(out, "*(%s%u *)(r%u %+d)", sign, insn->width, reg, insn->off);
}

static void print_load(FILE *out, const struct insn *insn) {
    fprintf(out, "r%u = ", insn->dst);
    print_address(out, insn, insn->src, insn->op == OP_LDSX ? "s" : "u");
}

static void print_store(FILE *out, const struct insn *insn) {
    print_address(out, insn, insn->dst, "u");
    fputs(" = ", out);
    if (insn->op == OP_STX) {
        fprintf(out, "r%u", insn->src);
    } else {
        fprintf(out, "%" PRId32, insn->imm);
    }
}

static void print_packet(FILE *out, const struct insn *insn) {
    fprintf(out, "r0 = *(u%u *)skb[", insn->width);
    if (insn->op == OP_LD_IND) {
        fprintf(out, "r%u + ", insn->src);
    }
    fprintf(out, "%" PRId32 "]", insn->imm);
}

/* Of the fetching operations, by imm >> 4. */
static const char *const fetch_names[16] = {
    [0x0] = "add", [0x4] = "or", [0x5] = "and", [0xa] = "xor"};

static void print_exchange(FILE *out, const struct insn *insn, char reg) {
    const char *width = insn->width == 32 ? "32_32" : "_64";
    if (insn->imm == ATOMIC_XCHG) {
        fprintf(out, "%c%u = xchg%s(r%u %+d, %c%u)", reg, insn->src, width, insn->dst, insn->off,
                reg, insn->src);
    } else {
        fprintf(out, "%c0 = cmpxchg%s(r%u %+d, %c0, %c%u)", reg, width, insn->dst, insn->off, reg,
                reg, insn->src);
    }
}

static void print_atomic(FILE *out, const struct insn *insn) {
    static const char *const signs[16] = {[0x0] = "+=", [0x4] = "|=", [0x5] = "&=", [0xa] = "^="};
    char reg = insn->width == 64 ? 'r' : 'w';
    if (!insn_atomic_is_known(insn)) {
        fprintf(out, "atomic 0x%" PRIx32, (uint32_t)insn->imm);
    } else if (insn->imm == ATOMIC_LOAD_ACQ) {
        fprintf(out, "%c%u = load_acquire((u%u *)(r%u %+d))", reg, insn->dst, insn->width,
                insn->src, insn->off);
    } else if (insn->imm == ATOMIC_STORE_REL) {
        fprintf(out, "store_release((u%u *)(r%u %+d), %c%u)", insn->width, insn->dst, insn->off,
                reg, insn->src);
    } else if (insn->imm == ATOMIC_XCHG || insn->imm == ATOMIC_CMPXCHG) {
        print_exchange(out, insn, reg);
    } else if (insn->imm & ATOMIC_FETCH) {
        fprintf(out, "%c%u = atomic_fetch_%s((u%u *)(r%u %+d), %c%u)", reg, insn->src,
                fetch_names[insn->imm >> 4], insn->width, insn->dst, insn->off, reg, insn->src);
    } else {
        fputs("lock ", out);
        print_address(out, insn, insn->dst, "u");
        fprintf(out, " %s %c%u", signs[insn->imm >> 4], reg, insn->src);
    }
}

static void print_may_goto(FILE *out, const struct insn *insn) {
    fprintf(out, "may_goto %+d", insn->off);
}

static void print_gotox(FILE *out, const struct insn *insn) {
    fprintf(out, "gotox r%u", insn->dst);
}

static void print_addr_cast(FILE *out, const struct insn *insn) {
    fprintf(out, "r%u = addr_space_cast(r%u, %" PRId32 ", %" PRId32 ")", insn->dst, insn->src,
            insn->imm >> 16, insn->imm & 0xffff);
}

static print_fn *const printers[OP_COUNT] = {
    [OP_ADD] = print_alu,           [OP_SUB] = print_alu,       [OP_MUL] = print_alu,
    [OP_DIV] = print_alu,           [OP_OR] = print_alu,        [OP_AND] = print_alu,
    [OP_LSH] = print_alu,           [OP_RSH] = print_alu,       [OP_NEG] = print_neg,
    [OP_MOD] = print_alu,           [OP_XOR] = print_alu,       [OP_MOV] = print_alu,
    [OP_ARSH] = print_alu,          [OP_SDIV] = print_alu,      [OP_SMOD] = print_alu,
    [OP_MOVSX] = print_movsx,       [OP_TO_LE] = print_swap,    [OP_TO_BE] = print_swap,
    [OP_BSWAP] = print_swap,        [OP_JA] = print_ja,         [OP_JEQ] = print_branch,
    [OP_JGT] = print_branch,        [OP_JGE] = print_branch,    [OP_JSET] = print_branch,
    [OP_JNE] = print_branch,        [OP_JSGT] = print_branch,   [OP_JSGE] = print_branch,
    [OP_JLT] = print_branch,        [OP_JLE] = print_branch,    [OP_JSLT] = print_branch,
    [OP_JSLE] = print_branch,       [OP_CALL] = print_call,     [OP_EXIT] = print_exit,
    [OP_LDDW] = print_lddw,         [OP_LDX] = print_load,      [OP_LDSX] = print_load,
    [OP_ST] = print_store,          [OP_STX] = print_store,     [OP_LD_ABS] = print_packet,
    [OP_LD_IND] = print_packet,     [OP_ATOMIC] = print_atomic, [OP_CALLX] = print_callx,
    [OP_MAY_GOTO] = print_may_goto, [OP_GOTOX] = print_gotox,   [OP_ADDR_CAST] = print_addr_cast,
};

void insn_print(FILE *out, const struct insn *insn) {
    if (insn->op == OP_INVALID) {
        fprintf(out, "invalid opcode 0x%02x", insn->opcode);
        return;
    }
    printers[insn->op](out, insn);
}
