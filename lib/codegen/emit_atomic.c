/* SPDX-License-Identifier: Apache-2.0 */
/* Atomic insns (RFC 9669, 5.3; the kernel's memory model for their order): without fetch relaxed,
 * with fetch, xchg and cmpxchg fully ordered, load-acquire and store-release as named. 64 bits on
 * a 32-bit machine become calls of __atomic_*_8 (lib/runtime/libcalls). */
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

void emit_atomic(struct emitter *e, const struct prog_insn *insn) {
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
