/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic insns (RFC 9669, 5.3; the kernel's memory model for their order): without fetch relaxed,
 * with fetch, xchg and cmpxchg fully ordered, load-acquire and store-release as named. 64 bits on
 * a 32-bit machine become calls of __atomic_*_8 (lib/runtime/libcalls). On a frame that nobody else
 * has a pointer to, only the order towards other memory is left of them. */
#include "emit.h"

struct rmw {
    int32_t imm;
    LLVMAtomicRMWBinOp op;
};

static const struct rmw rmws[] = {
    {ATOMIC_ADD, LLVMAtomicRMWBinOpAdd},   {ATOMIC_OR, LLVMAtomicRMWBinOpOr},
    {ATOMIC_AND, LLVMAtomicRMWBinOpAnd},   {ATOMIC_XOR, LLVMAtomicRMWBinOpXor},
    {ATOMIC_XCHG, LLVMAtomicRMWBinOpXchg},
};

static LLVMAtomicRMWBinOp rmw_op(int32_t imm) {
    for (size_t i = 0; i < sizeof(rmws) / sizeof(rmws[0]); i++) {
        if (rmws[i].imm == imm || (rmws[i].imm | ATOMIC_FETCH) == imm) {
            return rmws[i].op;
        }
    }
    unreachable("atomic operation");
}

static LLVMTypeRef access_type(struct codegen *c, const struct insn *insn) {
    return LLVMIntTypeInContext(c->context, insn->width);
}

static LLVMValueRef operand(struct emitter *e, const struct insn *insn, unsigned reg) {
    struct codegen *c = e->c;
    if (insn->width == 64) {
        return as_i64(c, e->regs[reg]);
    }
    LLVMValueRef low = as_i32(c, e->regs[reg]);
    return insn->width == 32 ? low : LLVMBuildTrunc(c->builder, low, access_type(c, insn), "");
}

/* All narrower results are zero-extended. */
static struct value result_value(struct emitter *e, const struct insn *insn, LLVMValueRef old) {
    struct codegen *c = e->c;
    if (insn->width == 64) {
        return value_i64(old);
    }
    return value_i32(insn->width == 32 ? old : LLVMBuildZExt(c->builder, old, c->types.i32, ""));
}

/* LLVM's seq_cst orders atomics among themselves; the kernel's full order also keeps plain
 * accesses behind them from moving up where the machine would let them. */
static void order_fully(struct emitter *e, bool compares) {
    enum codegen_fence fence = e->c->target->fence;
    if (fence == FENCE_ALL || (fence == FENCE_CMPXCHG && compares)) {
        LLVMBuildFence(e->c->builder, LLVMAtomicOrderingSequentiallyConsistent, false, "");
    }
}

static void emit_rmw(struct emitter *e, const struct insn *insn) {
    bool fetches = insn_atomic_fetches(insn);
    LLVMValueRef old = LLVMBuildAtomicRMW(
        e->c->builder, rmw_op(insn->imm), access_address(e, insn->dst, insn->off),
        operand(e, insn, insn->src),
        fetches ? LLVMAtomicOrderingSequentiallyConsistent : LLVMAtomicOrderingMonotonic, false);
    LLVMSetAlignment(old, insn->width / 8);
    if (fetches) {
        order_fully(e, false);
        e->regs[insn->src] = result_value(e, insn, old);
    }
}

static void emit_cmpxchg(struct emitter *e, const struct insn *insn) {
    LLVMBuilderRef builder = e->c->builder;
    LLVMValueRef pair = LLVMBuildAtomicCmpXchg(builder, access_address(e, insn->dst, insn->off),
                                               operand(e, insn, 0), operand(e, insn, insn->src),
                                               LLVMAtomicOrderingSequentiallyConsistent,
                                               LLVMAtomicOrderingSequentiallyConsistent, false);
    LLVMSetAlignment(pair, insn->width / 8);
    order_fully(e, true);
    e->regs[0] = result_value(e, insn, LLVMBuildExtractValue(builder, pair, 0, ""));
}

static void emit_load_acquire(struct emitter *e, const struct insn *insn) {
    LLVMValueRef load = LLVMBuildLoad2(e->c->builder, access_type(e->c, insn),
                                       access_address(e, insn->src, insn->off), "");
    LLVMSetOrdering(load, LLVMAtomicOrderingAcquire);
    LLVMSetAlignment(load, insn->width / 8);
    e->regs[insn->dst] = result_value(e, insn, load);
}

static void emit_store_release(struct emitter *e, const struct insn *insn) {
    LLVMValueRef store = LLVMBuildStore(e->c->builder, operand(e, insn, insn->src),
                                        access_address(e, insn->dst, insn->off));
    LLVMSetOrdering(store, LLVMAtomicOrderingRelease);
    LLVMSetAlignment(store, insn->width / 8);
}

typedef LLVMValueRef plain_fn(struct codegen *c, LLVMValueRef old, LLVMValueRef operand);

static LLVMValueRef plain_add(struct codegen *c, LLVMValueRef old, LLVMValueRef operand) {
    return LLVMBuildAdd(c->builder, old, operand, "");
}

static LLVMValueRef plain_or(struct codegen *c, LLVMValueRef old, LLVMValueRef operand) {
    return LLVMBuildOr(c->builder, old, operand, "");
}

static LLVMValueRef plain_and(struct codegen *c, LLVMValueRef old, LLVMValueRef operand) {
    return LLVMBuildAnd(c->builder, old, operand, "");
}

static LLVMValueRef plain_xor(struct codegen *c, LLVMValueRef old, LLVMValueRef operand) {
    return LLVMBuildXor(c->builder, old, operand, "");
}

static LLVMValueRef plain_xchg(struct codegen *c, LLVMValueRef old, LLVMValueRef operand) {
    return operand;
}

static plain_fn *const plain_ops[] = {
    [LLVMAtomicRMWBinOpAdd] = plain_add,   [LLVMAtomicRMWBinOpOr] = plain_or,
    [LLVMAtomicRMWBinOpAnd] = plain_and,   [LLVMAtomicRMWBinOpXor] = plain_xor,
    [LLVMAtomicRMWBinOpXchg] = plain_xchg,
};

/* Nobody else sees the memory; acquire and release stay what they are. */
static bool is_private(const struct emitter *e, const struct insn *insn) {
    const struct facts_state *state = e->cursor.state;
    return facts_shape(e->c) && insn->imm != ATOMIC_LOAD_ACQ && insn->imm != ATOMIC_STORE_REL &&
           state->regs[insn->dst].kind == KIND_FRAME && !state->escape_low;
}

static void emit_plain(struct emitter *e, const struct insn *insn) {
    struct codegen *c = e->c;
    LLVMValueRef address = access_address(e, insn->dst, insn->off);
    LLVMValueRef source = operand(e, insn, insn->src);
    LLVMValueRef old = LLVMBuildLoad2(c->builder, access_type(c, insn), address, "");
    LLVMValueRef new;
    bool compares = insn->imm == ATOMIC_CMPXCHG;
    if (compares) {
        LLVMValueRef equal = LLVMBuildICmp(c->builder, LLVMIntEQ, old, operand(e, insn, 0), "");
        new = LLVMBuildSelect(c->builder, equal, source, old, "");
    } else {
        new = plain_ops[rmw_op(insn->imm)](c, old, source);
    }
    LLVMSetAlignment(old, insn->width / 8);
    LLVMSetAlignment(LLVMBuildStore(c->builder, new, address), insn->width / 8);
    if (compares || insn_atomic_fetches(insn)) {
        /* The kernel's memory model: a barrier, whatever memory it works on. */
        LLVMBuildFence(c->builder, LLVMAtomicOrderingSequentiallyConsistent, false, "");
        e->regs[compares ? 0 : insn->src] = result_value(e, insn, old);
    }
}

void emit_atomic(struct emitter *e, const struct prog_insn *insn) {
    if (is_private(e, &insn->insn)) {
        emit_plain(e, &insn->insn);
        return;
    }
    switch (insn->insn.imm) {
    case ATOMIC_CMPXCHG:
        emit_cmpxchg(e, &insn->insn);
        break;
    case ATOMIC_LOAD_ACQ:
        emit_load_acquire(e, &insn->insn);
        break;
    case ATOMIC_STORE_REL:
        emit_store_release(e, &insn->insn);
        break;
    default:
        emit_rmw(e, &insn->insn);
        break;
    }
}
