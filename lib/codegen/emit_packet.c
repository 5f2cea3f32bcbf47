/* SPDX-License-Identifier: Apache-2.0 */
/* LD_ABS and LD_IND (RFC 9669, 5.4): a number in network byte order from the packet of the socket
 * buffer in r6. What lies outside of the packet ends the function with 0. */
#include "emit.h"

enum { REG_CONTEXT = 6 };

static LLVMValueRef declare_load(struct codegen *c, LLVMTypeRef *type) {
    LLVMTypeRef params[] = {c->types.ptr, c->types.i32, c->types.i32};
    *type = LLVMFunctionType(c->types.i64, params, 3, false);
    LLVMValueRef load = LLVMGetNamedFunction(c->module, "bpf_aot_skb_load");
    if (!load) {
        load = LLVMAddFunction(c->module, "bpf_aot_skb_load", *type);
        attribute_add(c, load, LLVMAttributeFunctionIndex, "nounwind");
    }
    return load;
}

static LLVMValueRef call_load(struct emitter *e, const struct insn *insn) {
    struct codegen *c = e->c;
    LLVMTypeRef type;
    LLVMValueRef load = declare_load(c, &type);
    LLVMValueRef offset = LLVMConstInt(c->types.i32, (uint32_t)insn->imm, false);
    if (insn->op == OP_LD_IND) {
        offset = LLVMBuildAdd(c->builder, as_i32(c, e->regs[insn->src]), offset, "");
    }
    LLVMValueRef args[] = {
        as_ptr(c, e->regs[REG_CONTEXT]),
        offset,
        LLVMConstInt(c->types.i32, insn->width / 8u, false),
    };
    LLVMValueRef call = LLVMBuildCall2(c->builder, type, load, args, 3, "");
    for (unsigned i = 2; i <= 3 && c->target->extend_i32; i++) {
        unsigned kind = LLVMGetEnumAttributeKindForName("signext", 7);
        LLVMAddCallSiteAttribute(call, i, LLVMCreateEnumAttribute(c->context, kind, 0));
    }
    return call;
}

void emit_packet(struct emitter *e, const struct prog_insn *insn) {
    struct codegen *c = e->c;
    LLVMValueRef loaded = call_load(e, &insn->insn);
    LLVMBasicBlockRef outside = LLVMAppendBasicBlockInContext(c->context, e->fn, "outside");
    LLVMBasicBlockRef inside = LLVMAppendBasicBlockInContext(c->context, e->fn, "inside");
    LLVMValueRef failed =
        LLVMBuildICmp(c->builder, LLVMIntSLT, loaded, LLVMConstNull(c->types.i64), "");
    LLVMBuildCondBr(c->builder, failed, outside, inside);
    LLVMPositionBuilderAtEnd(c->builder, outside);
    build_return_zero(e);
    LLVMPositionBuilderAtEnd(c->builder, inside);
    e->regs[0] = value_i32(LLVMBuildTrunc(c->builder, loaded, c->types.i32, ""));
    for (int r = 1; r <= 5; r++) {
        e->regs[r] = value_constant(c, 0);
    }
}
