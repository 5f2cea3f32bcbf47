/* SPDX-License-Identifier: Apache-2.0 */
/* Conditions of jumps (RFC 9669, 4.3). */
#include "parts.h"

struct comparison {
    uint64_t a, b;  /* cut to the width */
    int64_t sa, sb; /* the same as signed numbers */
};

typedef bool condition_function(const struct comparison *c);

static bool jump_eq(const struct comparison *c) {
    return c->a == c->b;
}

static bool jump_gt(const struct comparison *c) {
    return c->a > c->b;
}

static bool jump_ge(const struct comparison *c) {
    return c->a >= c->b;
}

static bool jump_set(const struct comparison *c) {
    return (c->a & c->b) != 0;
}

static bool jump_ne(const struct comparison *c) {
    return c->a != c->b;
}

static bool jump_sgt(const struct comparison *c) {
    return c->sa > c->sb;
}

static bool jump_sge(const struct comparison *c) {
    return c->sa >= c->sb;
}

static bool jump_lt(const struct comparison *c) {
    return c->a < c->b;
}

static bool jump_le(const struct comparison *c) {
    return c->a <= c->b;
}

static bool jump_slt(const struct comparison *c) {
    return c->sa < c->sb;
}

static bool jump_sle(const struct comparison *c) {
    return c->sa <= c->sb;
}

/* By the high four bits of the opcode; 0x0, 0x8 and 0x9 (ja, call, exit) have no condition. */
static condition_function *const conditions[16] = {
    [0x1] = jump_eq, [0x2] = jump_gt,  [0x3] = jump_ge,  [0x4] = jump_set,
    [0x5] = jump_ne, [0x6] = jump_sgt, [0x7] = jump_sge, [0xa] = jump_lt,
    [0xb] = jump_le, [0xc] = jump_slt, [0xd] = jump_sle,
};

bool interp_condition(const struct interp_insn *insn, const uint64_t *regs, bool *taken) {
    condition_function *condition = conditions[insn->opcode >> 4];
    bool is_x = insn->opcode & SOURCE_X;
    if (!condition || (is_x ? insn->imm != 0 : insn->src != 0)) {
        return false;
    }
    unsigned width = insn_class(insn) == CLASS_JMP32 ? 32 : 64;
    uint64_t b = is_x ? regs[insn->src] : (uint64_t)(int64_t)insn->imm;
    struct comparison c = {
        .a = zero_extend(regs[insn->dst], width),
        .b = zero_extend(b, width),
        .sa = (int64_t)sign_extend(regs[insn->dst], width),
        .sb = (int64_t)sign_extend(b, width),
    };
    *taken = condition(&c);
    return true;
}
