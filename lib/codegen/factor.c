/* SPDX-License-Identifier: Apache-2.0 */
/* MIPS: LLVM makes shifts, additions and subtractions of a multiplication by a number, up to 8 of
 * them (12 on 64-bit machines), each one or two instructions. From FEW_STEPS on a multiplication
 * executes fewer, and takes no longer: its factor is put where LLVM does not know it. */
#include "emit.h"

enum {
    FEW_STEPS = 4,               /* fewer are left to LLVM */
    MAX_STEPS_32 = 8,            /* from here on it multiplies itself */
    MAX_STEPS_64 = 12,           /* the same on 64-bit machines */
    MAX_LEFT = MAX_STEPS_64 + 2, /* sums still to be looked at */
    MAX_LOOP_BLOCKS = 256        /* a larger loop is not recognised */
};

/* Powers of two that are added up, or subtracted from each other, as LLVM counts them. */
static unsigned steps_of(uint64_t factor, unsigned width) {
    uint64_t all = UINT64_MAX >> (64 - width), left[MAX_LEFT];
    unsigned count = 0, steps = 0;
    left[count++] = factor;
    while (count && steps <= MAX_STEPS_64) {
        uint64_t number = left[--count];
        if (number <= 1) {
            continue;
        }
        steps++;
        uint64_t below = (uint64_t)1 << (63 - __builtin_clzll(number));
        uint64_t above = (below << 1) & all;
        if (number == below) {
            continue;
        }
        bool adds = number - below <= ((above - number) & all);
        left[count++] = adds ? below : above;
        left[count++] = adds ? number - below : (above - number) & all;
    }
    return steps;
}

/* Some way leads from a block back to it. */
static bool is_in_loop(LLVMBasicBlockRef block) {
    LLVMBasicBlockRef seen[MAX_LOOP_BLOCKS];
    unsigned count = 0, next = 0;
    for (LLVMBasicBlockRef from = block; from; from = next < count ? seen[next++] : NULL) {
        LLVMValueRef end = LLVMGetBasicBlockTerminator(from);
        for (unsigned i = 0; i < LLVMGetNumSuccessors(end); i++) {
            LLVMBasicBlockRef to = LLVMGetSuccessor(end, i);
            unsigned at = 0;
            while (at < count && seen[at] != to) {
                at++;
            }
            if (to == block || at == MAX_LOOP_BLOCKS) {
                return to == block;
            }
            seen[at] = to;
            count += at == count;
        }
    }
    return false;
}

/* The number hidden at the end of a block; a second use finds the first one's. */
static LLVMValueRef hidden_in(LLVMBuilderRef builder, LLVMBasicBlockRef block,
                              LLVMValueRef number) {
    LLVMValueRef end = LLVMGetBasicBlockTerminator(block), insn = end;
    while ((insn = LLVMGetPreviousInstruction(insn)) && LLVMIsACallInst(insn)) {
        if (LLVMIsAInlineAsm(LLVMGetCalledValue(insn)) && LLVMGetOperand(insn, 0) == number) {
            return insn;
        }
    }
    LLVMPositionBuilderBefore(builder, end);
    return value_hide(builder, number);
}

void hide_factor(const struct codegen_target *target, LLVMBuilderRef builder, LLVMValueRef insn) {
    LLVMValueRef factor =
        LLVMGetInstructionOpcode(insn) == LLVMMul ? LLVMGetOperand(insn, 1) : NULL;
    if (!factor || !LLVMIsAConstantInt(factor)) {
        return;
    }
    unsigned width = LLVMGetIntTypeWidth(LLVMTypeOf(factor));
    if (width != 32 && (width != 64 || target->pointer_bits == 32)) {
        return;
    }
    unsigned steps = steps_of(LLVMConstIntGetZExtValue(factor), width);
    if (steps < FEW_STEPS || steps > (target->pointer_bits == 32 ? MAX_STEPS_32 : MAX_STEPS_64)) {
        return;
    }
    LLVMBasicBlockRef block = LLVMGetInstructionParent(insn);
    if (is_in_loop(block)) {
        LLVMBasicBlockRef entry = LLVMGetEntryBasicBlock(LLVMGetBasicBlockParent(block));
        LLVMSetOperand(insn, 1, hidden_in(builder, entry, factor));
    } else {
        LLVMPositionBuilderBefore(builder, insn);
        LLVMSetOperand(insn, 1, value_hide(builder, factor));
    }
}
