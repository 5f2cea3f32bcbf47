/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers that LLVM cannot see (-hide-constants). A program of tests computes with numbers that
 * stand in its code; what folds while it is translated is no test of what would have been emitted.
 */
#include <string.h>

#include "emit.h"

/* An empty asm statement that takes a register and gives it back. */
LLVMValueRef value_hide(LLVMBuilderRef builder, LLVMValueRef value) {
    static const char constraint[] = "=r,0";
    LLVMTypeRef type = LLVMTypeOf(value);
    LLVMTypeRef asm_type = LLVMFunctionType(type, &type, 1, false);
    LLVMValueRef nothing = LLVMGetInlineAsm(asm_type, "", 0, constraint, strlen(constraint), false,
                                            false, LLVMInlineAsmDialectATT, false);
    return LLVMBuildCall2(builder, asm_type, nothing, &value, 1, "");
}

/* Registers of 32 bits take it in halves. */
static LLVMValueRef hide_pair(struct codegen *c, uint64_t number) {
    LLVMValueRef low = value_hide(c->builder, LLVMConstInt(c->types.i32, (uint32_t)number, false));
    LLVMValueRef high = value_hide(c->builder, LLVMConstInt(c->types.i32, number >> 32, false));
    LLVMValueRef shifted =
        LLVMBuildShl(c->builder, LLVMBuildZExt(c->builder, high, c->types.i64, ""),
                     LLVMConstInt(c->types.i64, 32, false), "");
    return LLVMBuildOr(c->builder, shifted, LLVMBuildZExt(c->builder, low, c->types.i64, ""), "");
}

void hide_constants(struct emitter *e, uint16_t writes) {
    struct codegen *c = e->c;
    for (int r = 0; r < REG_FP && c->s->options->hide_constants; r++) {
        LLVMValueRef v = e->regs[r].v;
        if (!(writes & 1u << r) || !LLVMIsAConstantInt(v)) {
            continue;
        }
        bool pair = LLVMTypeOf(v) == c->types.i64 && c->target->pointer_bits == 32;
        e->regs[r].v = pair ? hide_pair(c, LLVMConstIntGetZExtValue(v)) : value_hide(c->builder, v);
    }
}
