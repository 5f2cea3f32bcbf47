/* SPDX-License-Identifier: Apache-2.0 */
/* Optimised IR that a back end of LLVM 22.1 is known to translate wrongly, or badly (split.c,
 * factor.c), is put in another way. Wrongly:
 *
 * RISC-V, 32 bits, with M: `x * C + D` in i64, where the upper halves of C and D are the same
 * negative power of two, loses the upper half of the result (test mul64-then-add-same-constant).
 * The product of two halves and a shifted product of the rest does not.
 *
 * MIPS, 32 bits: a variable shift in i64 is made of 32-bit shifts by amounts that may be 32 and
 * more. Where the selection finds out that the amount is a number after all, they fold to undef
 * (test shift64-by-a-hidden-number). An amount that nothing is known of keeps them. */
#include "emit.h"

static bool has_wide_constant(LLVMValueRef insn) {
    LLVMValueRef factor = LLVMGetOperand(insn, 1);
    return LLVMIsAConstantInt(factor) && LLVMGetIntTypeWidth(LLVMTypeOf(factor)) == 64 &&
           LLVMConstIntGetZExtValue(factor) > UINT32_MAX;
}

/* x * C = x * low(C) + (low(x) * high(C) << 32), modulo 2^64 */
static void split_multiplication(const struct codegen_target *target, LLVMBuilderRef builder,
                                 LLVMValueRef insn) {
    if (LLVMGetInstructionOpcode(insn) != LLVMMul || !has_wide_constant(insn)) {
        return;
    }
    LLVMContextRef context = LLVMGetTypeContext(LLVMTypeOf(insn));
    LLVMTypeRef i32 = LLVMInt32TypeInContext(context), i64 = LLVMInt64TypeInContext(context);
    LLVMValueRef x = LLVMGetOperand(insn, 0);
    uint64_t factor = LLVMConstIntGetZExtValue(LLVMGetOperand(insn, 1));
    LLVMPositionBuilderBefore(builder, insn);
    LLVMValueRef low = LLVMBuildMul(builder, x, LLVMConstInt(i64, (uint32_t)factor, false), "");
    LLVMValueRef high = LLVMBuildMul(builder, LLVMBuildTrunc(builder, x, i32, ""),
                                     LLVMConstInt(i32, factor >> 32, false), "");
    LLVMValueRef shifted = LLVMBuildShl(builder, LLVMBuildZExt(builder, high, i64, ""),
                                        LLVMConstInt(i64, 32, false), "");
    LLVMReplaceAllUsesWith(insn, LLVMBuildAdd(builder, low, shifted, ""));
    LLVMInstructionEraseFromParent(insn);
}

static bool is_variable_wide_shift(LLVMValueRef insn) {
    LLVMOpcode opcode = LLVMGetInstructionOpcode(insn);
    bool shifts = opcode == LLVMShl || opcode == LLVMLShr || opcode == LLVMAShr;
    return shifts && LLVMGetTypeKind(LLVMTypeOf(insn)) == LLVMIntegerTypeKind &&
           LLVMGetIntTypeWidth(LLVMTypeOf(insn)) == 64 && !LLVMIsAConstant(LLVMGetOperand(insn, 1));
}

static void hide_shift_amount(const struct codegen_target *target, LLVMBuilderRef builder,
                              LLVMValueRef insn) {
    if (!is_variable_wide_shift(insn)) {
        return;
    }
    LLVMTypeRef i64 = LLVMTypeOf(insn);
    LLVMTypeRef i32 = LLVMInt32TypeInContext(LLVMGetTypeContext(i64));
    LLVMPositionBuilderBefore(builder, insn);
    LLVMValueRef amount =
        value_hide(builder, LLVMBuildTrunc(builder, LLVMGetOperand(insn, 1), i32, ""));
    amount = LLVMBuildAnd(builder, amount, LLVMConstInt(i32, 63, false), "");
    LLVMSetOperand(insn, 1, LLVMBuildZExt(builder, amount, i64, ""));
}

enum { MAX_REWRITES = 2 };

static rewrite_fn *const rewrites[][MAX_REWRITES] = {
    [QUIRK_NONE] = {NULL},          [QUIRK_MIPS32] = {hide_shift_amount, hide_factor},
    [QUIRK_MIPS64] = {hide_factor}, [QUIRK_RV32] = {split_multiplication},
    [QUIRK_RV64] = {split_access},
};

static void rewrite_block(const struct codegen_target *target, LLVMBuilderRef builder,
                          LLVMBasicBlockRef block, rewrite_fn *rewrite) {
    for (LLVMValueRef insn = LLVMGetFirstInstruction(block), next; insn; insn = next) {
        next = LLVMGetNextInstruction(insn);
        rewrite(target, builder, insn);
    }
}

static void rewrite_module(const struct codegen_target *target, LLVMModuleRef module,
                           rewrite_fn *rewrite) {
    LLVMBuilderRef builder = LLVMCreateBuilderInContext(LLVMGetModuleContext(module));
    for (LLVMValueRef fn = LLVMGetFirstFunction(module); fn; fn = LLVMGetNextFunction(fn)) {
        for (LLVMBasicBlockRef block = LLVMGetFirstBasicBlock(fn); block;
             block = LLVMGetNextBasicBlock(block)) {
            rewrite_block(target, builder, block, rewrite);
        }
    }
    LLVMDisposeBuilder(builder);
}

void codegen_work_around(const struct codegen_target *target, LLVMModuleRef module) {
    for (size_t i = 0; i < MAX_REWRITES && rewrites[target->quirk][i]; i++) {
        rewrite_module(target, module, rewrites[target->quirk][i]);
    }
}
